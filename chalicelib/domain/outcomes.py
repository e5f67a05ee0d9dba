"""What the world outside may answer: a mail refused, a mail nobody answered for, a file's bare facts."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.sending import Limit


class NotSent(Exception):
    """The provider refused, so nothing left. `later`: worth another try. `limit`: it is not this mail, the
    whole account is too fast or at the end of its day."""

    def __init__(self, reason: str, *, later: bool, limit: Limit = "") -> None:
        super().__init__(reason)
        self.later = later
        self.limit = limit


class Unanswered(Exception):
    """The provider did not answer: the mail may have left (M-100)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of stored bytes before they are fetched; `size` in bytes."""

    size: int
    content_type: str
