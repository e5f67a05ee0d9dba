"""What should be true after a decision: the only thing a use case hands to the store.

Everything in it is committed in one transaction or not at all, guarded by the versions of what was
read and by the marker of the effect. Mails in `mails` are queued in it and sent after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.mail import Marker, OutgoingMail

Entity = object


@dataclass(frozen=True, slots=True)
class Change:
    """`added` must not exist yet; `changed` must still have the version that was read."""

    added: tuple[Entity, ...] = ()
    changed: tuple[Entity, ...] = ()
    removed: tuple[Entity, ...] = ()
    mails: tuple[OutgoingMail, ...] = ()
    marker: Marker | None = None

    def plus(self, other: Change) -> Change:
        return replace(
            self,
            added=self.added + other.added,
            changed=self.changed + other.changed,
            removed=self.removed + other.removed,
            mails=self.mails + other.mails,
            marker=self.marker or other.marker,
        )


class AlreadyDone(Exception):
    """The marker of this effect exists: it has happened before, and nothing was written now."""


class Outdated(Exception):
    """Something read for this decision has changed since. Nothing was written: read again, decide again."""

    def __init__(self, entity: object) -> None:
        super().__init__(type(entity).__name__)
        self.entity = entity
