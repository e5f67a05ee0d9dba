"""A delivery report came as a mail, late or from a foreign server: what it says of a mail of ours counts (M-82).

Anybody can write such a mail: it counts only when it names a mail of ours by its id and the very address that
mail was written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.delivery import DeliveryEvent, EventKind
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.party import normal_email
from chalicelib.intake.delivery_notice import reason_of
from chalicelib.usecases.ports import Office
from chalicelib.usecases.record_delivery import record_delivery


@dataclass(frozen=True, slots=True)
class Reported:
    """One recipient of a report: `action` failed, delayed or delivered, `status` as 5.1.1 (RFC 3464)."""

    email: str
    action: str
    status: str


def take_report(office: Office, reported: Sequence[Reported], message_id: str, now: datetime) -> bool:
    """True when the report speaks of a mail of ours. Reading it twice changes nothing."""
    mail_id = _mail_of(office, message_id)
    mail = office.mailbox.outgoing(mail_id) if mail_id else None
    if mail is None:
        return False
    events = [event for each in reported if (event := _event(office, mail, each, now))]
    for event in events:
        record_delivery(office, event, now)
    return bool(events)


def _mail_of(office: Office, message_id: str) -> str:
    """Our own id carries the mail's; the provider's is looked up."""
    local, _, host = message_id.rpartition("@")
    if host.lower() == office.post.inbound_domain.lower():
        return local
    ref = office.mailbox.refs(message_id)[0] if message_id else None
    return ref.mail_id if ref else ""


def _event(office: Office, mail: OutgoingMail, each: Reported, now: datetime) -> DeliveryEvent | None:
    """None for an address the mail was not written to, and for what is neither lost, late nor delivered."""
    kinds: dict[str, EventKind] = {
        "failed": "bounced" if each.status.startswith("5") else "returned", "delayed": "delayed",
        "delivered": "delivered"}
    kind = kinds.get(each.action)
    if kind is None or normal_email(each.email) != normal_email(mail.to_email):
        return None
    reason = {"failed": reason_of(each.status, ""), "delayed": "no_answer"}.get(each.action, "")
    return DeliveryEvent(kind, office.agency.id, mail.id, mail.ses_id, normal_email(each.email), now, reason,
                         each.status)
