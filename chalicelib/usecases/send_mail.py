"""One queued mail leaves: claimed under a lease, built, stored as sent, handed over, settled (M-100).

A refusal goes back to the queue. An answer that never came leaves the mail « peut-être envoyé »: it
waits a quarter of an hour for a sign of the provider, then leaves once more, flagged as a possible
double (R-13). Nothing else can send twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.conversation import MessageRef, with_ids
from chalicelib.domain.mail import OutgoingMail, sent_key
from chalicelib.domain.outcomes import NotSent, Unanswered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.rendering.emails import build
from chalicelib.usecases.identity import derived
from chalicelib.usecases.outbound_spec import Unsendable, spec_for
from chalicelib.usecases.ports import Office

Outcome = Literal["sent", "not_due", "busy", "gone", "later", "uncertain", "failed"]

LEASE = timedelta(minutes=5)
SETTLE_AFTER = timedelta(minutes=15)
BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
ATTEMPTS_AT_MOST = 12
SETTLE_TRIES = 6


def send_mail(office: Office, mail_id: str, now: datetime) -> Outcome:
    """Send one mail if it is due. Bugs and outages of our own stores are raised; the lease heals them."""
    mail = office.mailbox.outgoing(mail_id)
    if mail is None or mail.state in ("sent", "failed", "cancelled"):
        return "gone"
    if not _due(mail, now):
        return "not_due"
    claimed = _claim(office, mail, now)
    if claimed is None:
        return "busy"
    file = office.tickets.file(claimed.ticket_number) if claimed.ticket_number else None
    try:
        spec = spec_for(office, claimed, file, now)
    except Unsendable as reason:
        return _settle_failure(office, claimed, str(reason), now)
    raw = build(spec)
    if claimed.purpose != "sign_in":  # a copy would hold the link
        office.files.put(sent_key(office.agency.id, mail_id), raw, "message/rfc822")
    return _hand_over(office, claimed, file, raw, spec.to_email, now)


def _due(mail: OutgoingMail, now: datetime) -> bool:
    if mail.state == "queued":
        return mail.not_before <= now
    return mail.lease_until is None or mail.lease_until <= now


def _claim(office: Office, mail: OutgoingMail, now: datetime) -> OutgoingMail | None:
    """Take the mail, or None when another worker was faster. One that was already handed over, or may
    have been, leaves flagged."""
    in_doubt = mail.state in ("sending", "uncertain") or mail.double
    claimed = replace(mail, state="sending", attempts=mail.attempts + 1, lease_until=now + LEASE, double=in_doubt)
    try:
        office.books.commit(Change(changed=(claimed,)))
    except Outdated:
        return None
    return replace(claimed, version=claimed.version + 1)


def _hand_over(office: Office, mail: OutgoingMail, file: TicketFile | None, raw: bytes, recipient: str,
               now: datetime) -> Outcome:
    try:
        ses_id = office.mailer.send(raw, office.post.sender_address, recipient)
    except Unanswered:
        office.books.commit(Change(changed=(replace(mail, state="uncertain", lease_until=now + SETTLE_AFTER),)))
        return "uncertain"
    except NotSent as refusal:
        if refusal.later and mail.attempts < ATTEMPTS_AT_MOST:
            wait = BACKOFF[min(mail.attempts - 1, len(BACKOFF) - 1)]
            office.books.commit(Change(changed=(replace(mail, state="queued", not_before=now + wait),)))
            return "later"
        return _settle_failure(office, mail, str(refusal), now)
    _settle(office, mail, file, ses_id, now)
    return "sent"


def _settle(office: Office, mail: OutgoingMail, file: TicketFile | None, ses_id: str, now: datetime) -> None:
    """Remember the provider's id: mail programs answer to that one as often as to ours (M-54).

    The mail has left, so whatever stands in the way of writing that down is tried again at once: a
    second mail would be worse than a second write.
    """
    for attempt in range(SETTLE_TRIES):
        try:
            office.books.commit(_sent(office, mail, file, ses_id, now))
        except Exception as obstacle:
            if attempt == SETTLE_TRIES - 1:
                raise
            if isinstance(obstacle, Outdated):
                if _is_settled(office, mail.id):
                    return
                file = office.tickets.file(mail.ticket_number) if mail.ticket_number else None
        else:
            return


def _is_settled(office: Office, mail_id: str) -> bool:
    """An earlier try went through although its answer was lost."""
    current = office.mailbox.outgoing(mail_id)
    return current is not None and current.state == "sent"


def _sent(office: Office, mail: OutgoingMail, file: TicketFile | None, ses_id: str, now: datetime) -> Change:
    gone = replace(mail, state="sent", ses_id=ses_id, sent_at=now, lease_until=None)
    conversation = file.conversation(mail.party_id) if file else None
    if conversation is None:
        return Change(added=_doubt(mail, file, now), changed=(gone,))
    ses_message_id = f"{ses_id}@{office.post.ses_message_domain}"
    ref = MessageRef(ses_message_id, conversation.ticket_number, conversation.party_id, mail.subject)
    known = with_ids(conversation, mail.message_id, ses_message_id)
    return Change(added=(ref, *_doubt(mail, file, now)), changed=(gone, known))


def _doubt(mail: OutgoingMail, file: TicketFile | None, now: datetime) -> tuple[object, ...]:
    """A possible double is said on the ticket, in words."""
    if not mail.double or file is None:
        return ()
    facts: dict[str, str | int] = {"to": mail.to_name or mail.to_email, "mail_id": mail.id}
    return (TimelineEntry(mail.ticket_number, derived(mail.id, "double", str(mail.attempts)), now,
                          "maybe_double", "", facts),)


def _settle_failure(office: Office, mail: OutgoingMail, reason: str, now: datetime) -> Outcome:
    """The mail will not leave; the ticket says so and the turn comes back to us (U-60)."""
    entries: tuple[object, ...] = ()
    if mail.ticket_number and mail.purpose != "notification":
        facts: dict[str, str | int] = {"to": mail.to_name or mail.to_email, "reason": reason[:200]}
        entries = (TimelineEntry(mail.ticket_number, derived(mail.id, "failed"), now, "mail_failed", "", facts),)
    office.books.commit(Change(added=entries, changed=(replace(mail, state="failed", failure=reason[:500]),)))
    return "failed"
