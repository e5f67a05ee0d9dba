"""A mail has left: what is written down then, whoever learns it first, our own worker or the provider's event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.chases import MANUAL_CHASES
from chalicelib.domain.conversation import MessageRef, with_ids
from chalicelib.domain.delivery import trace
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.order_terms import order_gone
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.decision_mail import WITH_LINK
from chalicelib.usecases.identity import derived
from chalicelib.usecases.paper_mail import about, own_ref
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import left


def settled(office: Office, mail: OutgoingMail, file: TicketFile | None, ses_id: str, now: datetime) -> Change:
    """Remember the provider's id: mail programs answer to that one as often as to ours (M-54)."""
    if mail.purpose == "reminder":
        return left(office, mail, ses_id, now).plus(Change(added=_doubt(mail, file, now)))
    gone = replace(mail, state="sent", ses_id=ses_id, sent_at=now, lease_until=None, undo=None)
    conversation = file.conversation(mail.party_id) if file else None
    shown = trace(gone, now) if file else ()
    if conversation is None:
        return Change(added=_doubt(mail, file, now), changed=(gone, *shown))
    known = conversation if mail.about_several else with_ids(
        conversation, mail.message_id, provider_id(office, ses_id))
    ticket = order_gone(file.ticket, now) if file and mail.template == "order" else None
    under_way = (ticket,) if file and ticket and ticket != file.ticket else ()
    if mail.template in WITH_LINK or (mail.purpose == "manual" and mail.template in MANUAL_CHASES):
        known = replace(known, chased_at=now)  # the clock of the reminders starts again (D-32)
    return Change(added=(provider_ref(office, mail, ses_id), *own_ref(office, mail), *_doubt(mail, file, now)),
                  changed=(gone, known, *shown, *under_way))


def provider_id(office: Office, ses_id: str) -> str:
    """The Message-ID the provider writes into a mail."""
    return f"{ses_id}@{office.post.ses_message_domain}"


def provider_ref(office: Office, mail: OutgoingMail, ses_id: str) -> MessageRef:
    """It leads robots' answers to the ticket; a person's only where the mail speaks of no other one."""
    subject = "" if mail.about_several else mail.subject
    return MessageRef(provider_id(office, ses_id), mail.ticket_number, mail.party_id, subject, mail.id, about(mail))


def _doubt(mail: OutgoingMail, file: TicketFile | None, now: datetime) -> tuple[object, ...]:
    """A possible double is said on the ticket, in words."""
    if not mail.double or file is None:
        return ()
    facts: dict[str, str | int] = {"to": mail.to_name or mail.to_email, "mail_id": mail.id}
    return (TimelineEntry(mail.ticket_number, derived(mail.id, "double", str(mail.attempts)), now,
                          "maybe_double", "", facts),)
