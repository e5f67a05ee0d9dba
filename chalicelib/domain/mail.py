"""A mail on its way in or out, as the books of the post room keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.domain.agency import Language
from chalicelib.domain.undo import Undo

OutgoingState = Literal["queued", "sending", "sent", "uncertain", "failed", "suppressed", "cancelled"]
DeliveryState = Literal["", "delayed", "returned", "delivered", "rejected", "bounced", "complained"]
ENDED: tuple[OutgoingState, ...] = ("sent", "failed", "suppressed", "cancelled")
Purpose = Literal["manual", "acknowledgement", "notification", "sign_in", "reminder", "digest", "staff_answer",
                  "invitation", "decision", "space", "paper", "warning"]
InboundState = Literal["received", "filed", "review", "ignored", "failed"]
Answer = Literal["none", "generated", "replied"]
ORDERED = "ordered"  # in the facts of a work order: the document the works are ordered on
AWAITS = "awaits"  # in the facts of a mail: the work that writes a paper it may not leave without


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one person, queued in the transaction of its cause (M-91).

    A manual mail carries its text; a system mail names a template rendered at send time from the
    state of that moment. `not_before` holds it back; `double` flags a send repeated in doubt (R-13).
    `delivery` is the gravest thing known of it since it left, with its moment, its reason (a code of
    domain/delivery.py) and the server's words; `undo` what a take-back puts right again (U-40).
    """

    id: str
    purpose: Purpose
    template: str
    language: Language
    to_email: str
    created_at: datetime
    not_before: datetime
    to_name: str = ""
    from_name: str = ""
    subject: str = ""
    text: str = ""
    ticket_number: int = 0
    party_id: str = ""
    document_ids: tuple[str, ...] = ()
    facts: dict[str, str | int] = field(default_factory=dict)
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    state: OutgoingState = "queued"
    attempts: int = 0
    lease_until: datetime | None = None
    ses_id: str = ""
    sent_at: datetime | None = None
    double: bool = False
    failure: str = ""
    delivery: DeliveryState = ""
    delivery_at: datetime | None = None
    delivered_at: datetime | None = None
    reason: str = ""
    diagnostic: str = ""
    undo: Undo | None = None
    version: int = 0

    @property
    def about_several(self) -> bool:
        """It speaks of several tickets: an answer to it belongs to none of them by itself (M-54)."""
        return bool(self.facts.get("several"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket a received mail may belong to, and the codes that say why, best first."""

    ticket_number: int
    title: str
    place: str
    reasons: tuple[str, ...]
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedPiece:
    """An attachment as the review queue shows it. `type_conflict`: its content is not what its name says."""

    filename: str
    content_type: str
    size: int
    sha256: str
    type_conflict: bool = False


REDRIVEN = "redriven:"  # begins the reason of a failed mail that somebody asked to process again


@dataclass(frozen=True, slots=True)
class InboundMail:
    """One delivery and what became of it. Every status is written; nothing ends in silence (M-2)."""

    delivery_id: str
    raw_key: str
    received_at: datetime
    recipients: tuple[str, ...]
    verdicts: dict[str, str]
    state: InboundState = "received"
    reason: str = ""
    ticket_number: int = 0
    message_id: str = ""
    from_name: str = ""
    from_email: str = ""
    subject: str = ""
    text: str = ""
    elided: str = ""
    text_key: str = ""
    html_key: str = ""
    pieces: tuple[ReceivedPiece, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    marks: tuple[str, ...] = ()
    spam: bool = False
    held: bool = False
    version: int = 0

    @property
    def sealed(self) -> bool:
        """The raw mail holds its pieces too: it is not handed out while they are withheld (M-46)."""
        return self.verdicts.get("virus") == "FAIL" or (self.held and bool(self.pieces))


@dataclass(frozen=True, slots=True)
class Marker:
    """Proof that an effect happened, kept as long as the effect matters (PF-52).

    The hash tells a repeated request from another one under the same key; `routes` are the
    conversations a received mail has reached.
    """

    purpose: str
    key: str
    request_hash: str
    at: datetime
    result: str = ""
    routes: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class SenderDay:
    """How many acknowledgements one address got on one day (M-86)."""

    email: str
    day: str
    acknowledgements: int = 0
    version: int = 0


def sent_key(agency_id: str, mail_id: str) -> str:
    """Where a mail lies as it was sent, byte for byte (M-110)."""
    return f"sent/{agency_id}/{mail_id}.eml"
