"""What the office already knows when a mail arrives, and what is due when time passes."""

from __future__ import annotations

from dataclasses import dataclass
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
    """One piece of work whose hour has come."""

    kind: Literal["mail", "document"]
    mail_id: str = ""
    ticket_number: int = 0
    document_id: str = ""
