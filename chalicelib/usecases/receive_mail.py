"""A mail has arrived: claim it, read it, file it, and say what became of it.

Whatever happens, the raw mail is kept and the delivery gets a status: filed, review, ignored or
failed. Running it again, at any point, any number of times, gives the same end (M-3, M-92).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.conversation import CLOSED, MessageRef
from chalicelib.domain.document import Document
from chalicelib.domain.known import Known
from chalicelib.domain.mail import InboundMail, Marker
from chalicelib.domain.staff_reply import StaffReply
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake import reply_text
from chalicelib.intake.parse import parse
from chalicelib.intake.personal_links import without_links
from chalicelib.intake.route import Route, claims, ids_to_look_up, proven, route
from chalicelib.intake.screen import screen
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.addressed_place import addressed_place, distinct
from chalicelib.usecases.file_mail import Filing, file_mail
from chalicelib.usecases.filed_pieces import uploads
from chalicelib.usecases.obey_reply import obey_reply, staff_claim
from chalicelib.usecases.ports import Office
from chalicelib.usecases.received import Received, Upload
from chalicelib.usecases.remark_by_mail import answered_refs, remark_by_mail, tell_rest
from chalicelib.usecases.report_incident import report_incident
from chalicelib.usecases.take_report import Reported, take_report
from chalicelib.usecases.to_review import to_review

MARKER = "mail_in"
TRIES = 6
FINAL = ("filed", "review", "ignored")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery, for the log and the tests."""

    state: str
    reason: str
    ticket_number: int = 0


def receive_mail(office: Office, delivery: InboundMail, verdicts: Verdicts, now: datetime) -> Outcome:
    """File one delivery. Bugs and outages are recorded on the delivery and raised again."""
    booked = office.mailbox.claim(delivery)
    if booked.state in FINAL:
        return Outcome(booked.state, "already_received", booked.ticket_number)
    try:
        return _receive(office, booked, verdicts, now)
    except Exception as error:
        _record_failure(office, booked, error)
        raise


def _record_failure(office: Office, booked: InboundMail, error: Exception) -> None:
    """Visible in the review queue at once, whatever the queue retries later (M-2)."""
    try:
        current = office.mailbox.inbound(booked.delivery_id) or booked
        if current.state not in FINAL:
            office.mailbox.save(replace(current, state="failed", reason=f"error:{type(error).__name__}"))
    except Exception as second:
        raise error from second


def _receive(office: Office, booked: InboundMail, verdicts: Verdicts, now: datetime) -> Outcome:
    received = _read(office, booked, verdicts, now)
    if received.screening.own_mail:
        return _settle(office, received, "ignored", "own_mail")
    if claim := staff_claim(office, received):
        return _from_staff(office, received, claim)
    received = replace(received, reported=_reported(office, received))
    for _ in range(TRIES):
        try:
            return _file(office, received)
        except Outdated:
            current = office.mailbox.inbound(booked.delivery_id) or booked
            if current.state in FINAL:
                return Outcome(current.state, "already_received", current.ticket_number)
            received = replace(received, delivery=current)
    raise TimeoutError("the ticket changes faster than this mail can be filed")


def _read(office: Office, booked: InboundMail, verdicts: Verdicts, now: datetime) -> Received:
    mail = without_links(parse(office.files.raw_mail(booked.raw_key)))
    post = office.post
    own = (post.sender_address, office.agency.intake_address)
    screening = screen(mail, verdicts, frozenset({post.inbound_domain}), post.instance, own)
    return Received(booked, mail, screening, reply_text.from_mail(mail), now)


def _reported(office: Office, received: Received) -> bool:
    """A delivery report that speaks of a mail of ours counts like an event of the provider."""
    report = received.mail.report
    if received.screening.kind != "bounce" or report is None:
        return False
    told = [Reported(each.email, each.action, each.status) for each in report.recipients]
    return take_report(office, told, report.original_message_id, received.now)


def _from_staff(office: Office, received: Received, claim: StaffReply) -> Outcome:
    """A reply to a notification is obeyed for its own user; anybody else's waits for a person."""
    reason = obey_reply(office, received, claim)
    if reason == "staff_reply":
        return _settle(office, received, "filed", reason, claim.ticket_number)
    decided = Route("review", reason, hints=(claim.ticket_number,))
    known = office.mailbox.recognise(received.sender_email, received.now.date().isoformat(), received.key, ())
    return _review(office, received, decided, known)


def _file(office: Office, received: Received) -> Outcome:
    mail = received.mail
    files = _addressed_files(office, received)
    made = claims(mail, received.delivery.recipients, office.post.inbound_domain)
    addressed = proven([c for f in files.values() for c in f.conversations], made)
    own_id, ids = (mail.message_id,) if mail.message_id else (), ids_to_look_up(mail)
    known = office.mailbox.recognise(
        received.sender_email, received.now.date().isoformat(), received.key, (*ids, *own_id))
    taken = any(ref.message_id == mail.message_id for ref in known.refs)
    answered = answered_refs(known.refs, ids)
    known = replace(known, refs=() if addressed else tuple(r for r in known.refs if r.message_id in ids))
    decided = route(mail, received.screening, addressed, known)
    if decided.kind == "review":
        return _review(office, received, decided, known)
    if decided.kind == "report":
        return _report(office, received, decided, known)
    return _join(office, received, decided, files, known, id_taken=taken, answered=answered)


def _addressed_files(office: Office, received: Received) -> dict[int, TicketFile]:
    """The tickets whose reply addresses this mail carries; a number that names nothing is no ticket."""
    made = claims(received.mail, received.delivery.recipients, office.post.inbound_domain)
    found = ((claim.ticket_number, office.tickets.file(claim.ticket_number))
             for claim in {c.ticket_number: c for c in made[:10]}.values())
    return {number: file for number, file in found if file}


def _join(office: Office, received: Received, decided: Route, files: dict[int, TicketFile], known: Known,
          *, id_taken: bool, answered: tuple[MessageRef, ...]) -> Outcome:
    """File on every conversation that has not had this mail yet (M-8, R-3)."""
    seen = known.marker.routes if known.marker else ()
    targets = [t for t in decided.conversations if f"{t[0]}:{t[1]}" not in seen]
    if not targets:
        return _settle(office, received, "filed", "duplicate", decided.conversations[0][0])
    places = [addressed_place(office, files, *target) for target in targets]
    if any(place is None or place.conversation.closed_at for place in places):  # closed: found by an id (E-M24)
        reason = CLOSED if all(places) else "unknown_ticket"
        return _review(office, received, replace(decided, kind="review", reason=reason), known)
    found = distinct(place for place in places if place)
    number = found[0].file.ticket.number
    filings = [place.as_added(file_mail(
        received, place.file, place.conversation, office.agency.id, known.sender_day,
        first=position == 0 and not seen, ref_known=id_taken or position > 0)) for position, place in enumerate(found)]
    routes = (*seen, *(f"{n}:{p}" for n, p in targets))
    change = _together(filings).plus(_marked(received, known, routes)).plus(
        Change() if seen else remark_by_mail(office, received, found, answered, known)).plus(Change(
        changed=(replace(received.delivery, state="filed", reason=decided.reason, ticket_number=number,
                         message_id=received.mail.message_id),),
    ))
    _commit(office, received, change, tuple(u for f in filings for u in f.uploads))
    _deliver(office, change, tuple(d for f in filings for d in f.to_read))
    tell_rest(office, change, received.now, received.key)
    return Outcome("filed", decided.reason, number)


def _together(filings: list[Filing]) -> Change:
    """One change for all conversations of a mail; what two of them share is written once."""
    whole = Change()
    for filing in filings:
        there = {_identity(e) for e in (*whole.added, *whole.changed)} - {None}
        whole = whole.plus(replace(
            filing.change,
            changed=tuple(e for e in filing.change.changed if _identity(e) not in there),
            added=tuple(e for e in filing.change.added if _identity(e) not in there),
        ))
    return whole


def _identity(entity: object) -> tuple[str, str] | None:
    """What two conversations of one ticket both write: the ticket, its documents, its history."""
    if isinstance(entity, Ticket):
        return "ticket", str(entity.number)
    if isinstance(entity, Document | TimelineEntry):
        return type(entity).__name__, f"{entity.ticket_number}:{entity.id}"
    return None


def _marked(received: Received, known: Known, routes: tuple[str, ...], result: str = "") -> Change:
    """The marker of this mail, or the one it had with the conversations it has reached since."""
    if known.marker:
        return Change(changed=(replace(known.marker, routes=routes),))
    return Change(marker=Marker(MARKER, received.key, received.mail.digest, received.now, result, routes))


def _report(office: Office, received: Received, decided: Route, known: Known) -> Outcome:
    if known.marker:
        return _settle(office, received, "filed", "duplicate", int(known.marker.result or 0))
    change, uploads_, to_read, number = report_incident(office, received, decided.party_id, known.sender_day)
    routes = (f"{number}:{decided.party_id}",)
    change = change.plus(_marked(received, known, routes, str(number))).plus(Change(
        changed=(replace(received.delivery, state="filed", reason=decided.reason, ticket_number=number),),
    ))
    _commit(office, received, change, uploads_)
    _deliver(office, change, to_read)
    return Outcome("filed", decided.reason, number)


def _review(office: Office, received: Received, decided: Route, known: Known) -> Outcome:
    if known.marker:
        return _settle(office, received, "ignored", "duplicate")
    kept, texts = to_review(office, received, decided, known)
    change = Change(changed=(kept,)).plus(_marked(received, known, ()))
    _commit(office, received, change, (*uploads(received.mail.attachments, office.agency.id), *texts))
    return Outcome("review", kept.reason)


def _settle(office: Office, received: Received, state: str, reason: str, number: int = 0) -> Outcome:
    """A delivery that changes nothing else: our own mail, or one that was filed before."""
    settled = replace(received.delivery, reason=reason, ticket_number=number,
                      state="ignored" if state == "ignored" else "filed",
                      subject=received.mail.subject[:200], from_email=received.sender_email)
    office.mailbox.save(settled)
    return Outcome(state, reason, number)


def _commit(office: Office, received: Received, change: Change, stored: tuple[Upload, ...]) -> None:
    """Bytes first, then the one transaction that speaks of them."""
    for upload in stored:
        office.files.put(upload.key, upload.content, upload.content_type)
    try:
        office.books.commit(change)
    except AlreadyDone as done:
        raise Outdated(received.delivery) from done


def _deliver(office: Office, change: Change, to_read: tuple[Document, ...]) -> None:
    """Tell the queues; what they lose, the sweep finds in the table."""
    now_due = [mail.id for mail in change.mails if mail.not_before <= mail.created_at]
    if now_due:
        office.queues.mails(office.agency.id, now_due)
    if to_read:
        office.queues.documents(office.agency.id, [(d.ticket_number, d.id) for d in to_read])
