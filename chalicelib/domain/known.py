"""What the office already knows when a mail arrives, and what is due when time passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.conversation import MessageRef
from chalicelib.domain.mail import Marker, SenderDay
from chalicelib.domain.party import AddressHolder


@dataclass(frozen=True, slots=True)
class Known:
    """The marker of a mail seen before, the people behind its address, the conversations its ids name."""

    marker: Marker | None = None
    holders: tuple[AddressHolder, ...] = ()
    sender_day: SenderDay | None = None
    refs: tuple[MessageRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One piece of work whose hour has come. A `look` is a ticket whose reminders may be due, an `approval` a vote
    whose deadline has passed."""

    kind: Literal["mail", "document", "look", "job", "approval"]
    mail_id: str = ""
    ticket_number: int = 0
    document_id: str = ""
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class InRow:
    """A mail of a ticket that has not left; `sort` begins with when it was written, `tried` is how often it was
    handed over in vain."""

    mail_id: str
    sort: str
    state: str
    not_before: datetime
    tried: int = 0

    def goes_before(self, other: InRow, now: datetime) -> bool:
        """Older, and on its way: one that is still held back lets the others pass (M-100)."""
        older = self.sort.partition("#")[0] < other.sort.partition("#")[0]
        return older and (self.state != "queued" or self.tried > 0 or self.not_before <= now)
