"""An owner who can no longer decide himself: deceased, or under guardianship (E-L12).

Nothing is decided for him: he still counts among those who decide, and is asked nothing until the mark is lifted or
a legal representative is named.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Ticket, alerted

IncapacityKind = Literal["", "deceased", "guardianship"]
KINDS: Final[dict[IncapacityKind, str]] = {"deceased": N_("Décédé"), "guardianship": N_("Sous tutelle")}
TASK: Final = "no_capacity"  # also the line of history, and why a link was revoked
BACK: Final = "capacity_back"


@dataclass(frozen=True, slots=True)
class CapacityMark:
    """What a manager noted on a contact, and when: « » lifts the mark. `since` is the day it happened, `email` the
    address that was his then; `representative` who answers in his place, at another address."""

    kind: IncapacityKind
    who: str
    at: datetime
    since: date | None = None
    note: str = ""
    representative: str = ""
    email: str = ""

    @property
    def decides(self) -> bool:
        return not self.kind or bool(self.representative)


def following(ticket: Ticket, unable: Collection[str], now: datetime) -> Ticket:
    """An open file that knows who of its owners cannot decide: one more is a task, none left ends it."""
    before, ids = set(ticket.unable), tuple(sorted(unable))
    if not ticket.is_open or before == set(ids):
        return ticket
    told = replace(ticket, unable=ids)
    if set(ids) - before:
        return alerted(told, now, TASK)
    return told if ids else replace(told, tasks=tuple(t for t in told.tasks if t != TASK))
