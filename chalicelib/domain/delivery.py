"""What became of a mail after it left: handed over, put off, refused, reported as unwanted (I-7, M-83).

Events come twice, late and in any order; a mail keeps the gravest thing that is known of it, so that a late
« delivered » never hides a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.mail import DeliveryState, OutgoingMail
from chalicelib.domain.marked import N_

EventKind = Literal["accepted", "delayed", "returned", "delivered", "rejected", "bounced", "complained"]
DIAGNOSTIC_LIMIT = 300

RANK: dict[DeliveryState, int] = {
    "": 0, "delayed": 1, "returned": 2, "delivered": 3, "rejected": 4, "bounced": 5, "complained": 6,
}
UNDELIVERED: tuple[str, ...] = ("rejected", "bounced", "failed", "suppressed")
# they have no line of their own in the conversation
_UNSHOWN = ("notification", "acknowledgement", "sign_in", "reminder", "digest", "invitation")

REASONS: dict[str, str] = {
    "no_mailbox": N_("adresse inconnue"),
    "mailbox_full": N_("boîte de réception pleine"),
    "too_large": N_("message trop lourd"),
    "content_refused": N_("contenu refusé par le serveur du destinataire"),
    "blocked": N_("adresse bloquée par le fournisseur d’envoi"),
    "complained": N_("signalé comme indésirable"),
    "unsafe": N_("pièce jointe jugée dangereuse"),
    "no_answer": N_("le serveur du destinataire ne répond pas"),
    "refused": N_("refusé par le serveur du destinataire"),
    "address_refused": N_("adresse qui refuse nos e-mails"),
}


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One thing that happened to one recipient of one mail. `reason` is a code of REASONS; `diagnostic` the
    words of the server, plain and short. `ses_id` is the provider's id, empty on a report that came by mail."""

    kind: EventKind
    agency_id: str
    mail_id: str
    ses_id: str
    email: str
    at: datetime
    reason: str = ""
    diagnostic: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two arrivals the same event."""
        return self.ses_id or self.mail_id, self.kind, self.email


TraceState = Literal[
    "sent", "uncertain", "delayed", "returned", "delivered", "rejected", "bounced", "complained", "failed",
    "suppressed", "cancelled",
]


@dataclass(frozen=True, slots=True)
class MailTrace:
    """What the ticket page says beside a mail: a projection of the mail into the file's head, rewritten whole."""

    ticket_number: int
    mail_id: str
    state: TraceState
    at: datetime
    reason: str = ""
    diagnostic: str = ""


def after(mail: OutgoingMail, event: DeliveryEvent) -> OutgoingMail:
    """The mail with what the event adds; the same mail when it adds nothing."""
    known = mail
    if event.kind == "delivered" and mail.delivered_at is None:
        known = replace(known, delivered_at=event.at)
    if event.kind == "accepted" or RANK[event.kind] <= RANK[mail.delivery]:
        return known
    return replace(known, delivery=event.kind, delivery_at=event.at, reason=event.reason,
                   diagnostic=plain(event.diagnostic))


def trace(mail: OutgoingMail, now: datetime) -> tuple[MailTrace, ...]:
    """What stands beside a mail in the conversation; nothing while it waits to leave."""
    if not mail.ticket_number or mail.purpose in _UNSHOWN or mail.state == "queued" or mail.state == "sending":
        return ()
    state: TraceState = mail.delivery if mail.state == "sent" and mail.delivery else mail.state
    at = mail.delivery_at if mail.delivery else mail.sent_at
    return (MailTrace(mail.ticket_number, mail.id, state, at or now, mail.reason, mail.diagnostic),)


def plain(text: str) -> str:
    """One line without controls, bounded."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:DIAGNOSTIC_LIMIT]
