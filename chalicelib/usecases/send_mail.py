"""One queued mail leaves: in its turn, claimed under a lease, built, stored as sent, handed over, settled (M-100).

Older mails of the same ticket that are on their way leave first. A refusal goes back to the queue; one that
concerns the whole account costs the mail no attempt. An answer that never came leaves the mail « peut-être
envoyé »: the provider's event settles it, or after a quarter of an hour without one it leaves once more, flagged
as a possible double (R-13). One that we cannot build is given up after a few tries: the others go on (U-60).
Nothing else can send twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.address_health import refuses
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.delivery import trace
from chalicelib.domain.mail import AWAITS, ENDED, OutgoingMail, OutgoingState, sent_key
from chalicelib.domain.outcomes import NotSent, Unanswered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.emails import OutboundSpec, build
from chalicelib.rendering.letters import OUR_MISTAKES
from chalicelib.usecases.decision_mail import CODE
from chalicelib.usecases.outbound_spec import Unsendable, spec_for
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import NotNeeded, not_needed, refused
from chalicelib.usecases.settled import provider_ref, settled
from chalicelib.usecases.undelivered import DEAD, LOST, undelivered

Outcome = Literal[
    "sent", "not_due", "busy", "gone", "later", "waits", "uncertain", "failed", "suppressed", "not_needed",
]

LEASE = timedelta(minutes=5)
SETTLE_AFTER = timedelta(minutes=15)
BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
ATTEMPTS_AT_MOST = 12
BUILT_IN_TRIES = 3  # a mistake of ours does not mend itself; a passing one of the moment might
SETTLE_TRIES = 6
OLDEST_LOOKED_AT = 10
_OVER: tuple[Outcome, ...] = ("sent", "gone", "failed", "suppressed", "not_needed")


def send_next(office: Office, mail_id: str, now: datetime) -> Outcome:
    """What one announcement leads to. When mails have had to wait, it lets the oldest one go, whichever it named."""
    if office.sending.closed():
        return "later"
    if office.sending.pressed():
        for due in office.mailbox.due(now, limit=OLDEST_LOOKED_AT):
            outcome = send_mail(office, due.mail_id, now) if due.kind == "mail" else "gone"
            if outcome not in ("not_due", "busy", "gone", "waits"):
                return outcome
    return send_mail(office, mail_id, now)


def send_mail(office: Office, mail_id: str, now: datetime) -> Outcome:
    """Send one mail if it is due. Outages of our own stores are raised; the lease heals them. A mistake of ours in
    building it is raised too, until the mail is given up."""
    mail = office.mailbox.outgoing(mail_id)
    if mail is None or mail.state in ENDED:
        return "gone"
    if not _due(mail, now):
        return "not_due"
    for older in _before(office, mail, now):
        ahead = office.mailbox.outgoing(older)
        if ahead is not None and ahead.state not in ENDED and _send(office, ahead, now) not in _OVER:
            return "waits"
    return _send(office, mail, now)


def _before(office: Office, mail: OutgoingMail, now: datetime) -> list[str]:
    """The mails of this ticket that must leave first, oldest first. The place in the row is fixed at the start."""
    if not mail.ticket_number or mail.purpose == "notification":
        return []
    row = office.mailbox.in_row(mail.ticket_number)
    mine = next((each for each in row if each.mail_id == mail.id), None)
    return [each.mail_id for each in row if mine and each.goes_before(mine, now)]


def _send(office: Office, mail: OutgoingMail, now: datetime) -> Outcome:
    if not _due(mail, now):
        return "not_due"
    if unwritten := mail.facts.get(AWAITS):  # a paper it carries: it never leaves without
        office.queues.jobs(office.agency.id, [str(unwritten)])
        return "waits"
    if not office.sending.slot():
        return "later"
    claimed = _claim(office, mail, now)
    if claimed is None:
        return "busy"
    file = office.tickets.file(claimed.ticket_number) if claimed.ticket_number else None
    try:
        claimed, spec, raw = _built(office, claimed, file, now)
    except Unsendable as reason:
        return _settle_failure(office, claimed, "failed", str(reason), now)
    except NotNeeded as reason:
        office.books.commit(not_needed(office, claimed, str(reason), now))
        return "not_needed"
    except OUR_MISTAKES as mistake:
        return _given_up(office, claimed, mistake, now)
    if refuses(office.mailbox.health(spec.to_email)[0], claimed.purpose):
        return _settle_failure(office, claimed, "suppressed", "address_refused", now)
    if claimed.purpose != "sign_in":  # a copy would hold the link
        kept = build(spec.to_keep) if spec.secrets else raw
        office.files.put(sent_key(office.agency.id, mail.id), kept, "message/rfc822")
    return _hand_over(office, claimed, file, raw, spec.to_email, now)


def _built(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime,
           ) -> tuple[OutgoingMail, OutboundSpec, bytes]:
    """The mail with what is known of it only now, and what leaves."""
    spec = spec_for(office, mail, file, now)
    if mail.purpose in ("reminder", "paper", "decision") and mail.template != CODE:
        # its words are known only now; answers are matched by its subject, which never holds a code
        mail = replace(mail, subject=spec.subject)
    return mail, spec, build(spec)


def _given_up(office: Office, mail: OutgoingMail, mistake: Exception, now: datetime) -> Outcome:
    """Our own mistake: tried again a little later, then said on the ticket. Raises the mistake until then, so that
    it is recorded."""
    if mail.attempts >= BUILT_IN_TRIES:
        return _settle_failure(office, mail, "failed", f"not_built: {type(mistake).__name__}", now)
    wait = BACKOFF[min(mail.attempts - 1, len(BACKOFF) - 1)]
    _put_back(office, replace(mail, state="queued", not_before=now + wait, lease_until=None), "later", now)
    raise mistake


def _due(mail: OutgoingMail, now: datetime) -> bool:
    if mail.state == "queued":
        return mail.not_before <= now
    return mail.state not in ENDED and (mail.lease_until is None or mail.lease_until <= now)


def _claim(office: Office, mail: OutgoingMail, now: datetime) -> OutgoingMail | None:
    """Take the mail, or None when another worker, or a take-back, was faster. One that was already handed
    over, or may have been, leaves flagged."""
    in_doubt = mail.state in ("sending", "uncertain") or mail.double
    claimed = replace(mail, state="sending", attempts=mail.attempts + 1, lease_until=now + LEASE, double=in_doubt)
    try:
        office.books.commit(Change(changed=(claimed,)))
    except Outdated:
        return None
    return replace(claimed, version=claimed.version + 1)


def _hand_over(office: Office, mail: OutgoingMail, file: TicketFile | None, raw: bytes, recipient: str,
               now: datetime) -> Outcome:
    tags = {"agency": office.agency.id, "mail": mail.id}
    try:
        ses_id = office.mailer.send(raw, office.post.sender_address, recipient, tags)
    except Unanswered:
        unsure = replace(mail, state="uncertain", lease_until=now + SETTLE_AFTER)
        return _put_back(office, unsure, "uncertain", now)
    except NotSent as refusal:
        return _refused(office, mail, refusal, now)
    _settle(office, mail, file, ses_id, now)
    return "sent"


def _refused(office: Office, mail: OutgoingMail, refusal: NotSent, now: datetime) -> Outcome:
    """The account's limits are not the mail's fault: it keeps its place and its attempts (R-12, TRAP-2)."""
    if refusal.limit:
        office.sending.refused(refusal.limit)
        return _put_back(office, replace(mail, state="queued", attempts=mail.attempts - 1), "later", now)
    if refusal.later and mail.attempts < ATTEMPTS_AT_MOST:
        wait = BACKOFF[min(mail.attempts - 1, len(BACKOFF) - 1)]
        return _put_back(office, replace(mail, state="queued", not_before=now + wait), "later", now)
    return _settle_failure(office, mail, "failed", str(refusal), now)


def _put_back(office: Office, mail: OutgoingMail, outcome: Outcome, now: datetime) -> Outcome:
    """An event may have settled an earlier try meanwhile: then that stands."""
    try:
        office.books.commit(Change(changed=(mail, *trace(mail, now))))
    except Outdated:
        return "gone"
    return outcome


def _settle(office: Office, mail: OutgoingMail, file: TicketFile | None, ses_id: str, now: datetime) -> None:
    """The mail has left, so whatever stands in the way of writing that down is tried again at once: a
    second mail would be worse than a second write."""
    for attempt in range(SETTLE_TRIES):
        try:
            office.books.commit(settled(office, mail, file, ses_id, now))
        except Exception as obstacle:
            if attempt == SETTLE_TRIES - 1:
                raise
            if isinstance(obstacle, Outdated):
                if _is_settled(office, mail, ses_id):
                    return
                file = office.tickets.file(mail.ticket_number) if mail.ticket_number else None
        else:
            return


def _is_settled(office: Office, mail: OutgoingMail, ses_id: str) -> bool:
    """An earlier try went through although its answer was lost, or the provider's event was faster than we. The
    id of a second copy leads back to the conversation too."""
    current = office.mailbox.outgoing(mail.id)
    if current is None or current.state != "sent":
        return False
    if current.ses_id != ses_id and mail.party_id:
        try:
            office.books.commit(Change(added=(provider_ref(office, mail, ses_id),)))
        except Outdated:
            return True
    return True


def _settle_failure(office: Office, mail: OutgoingMail, state: OutgoingState, reason: str, now: datetime) -> Outcome:
    """The mail will not leave; the ticket says so and the turn comes back to us (U-60)."""
    suppressed = state == "suppressed"
    gone = replace(mail, state=state, failure=reason[:500], reason=reason if suppressed else "", lease_until=None,
                   undo=None)
    what, task = ("mail_suppressed", DEAD) if suppressed else ("mail_failed", LOST)
    for attempt in range(SETTLE_TRIES):
        file = office.tickets.file(mail.ticket_number) if mail.ticket_number else None
        told = (refused(office, gone, what, now, task) if gone.purpose == "reminder"
                else undelivered(gone, file, what, "", now, task))
        try:
            office.books.commit(Change(changed=(gone, *trace(gone, now))).plus(told))
            break
        except Outdated as moved:
            if isinstance(moved.entity, OutgoingMail) or attempt == SETTLE_TRIES - 1:
                return "gone"
    return "suppressed" if suppressed else "failed"
