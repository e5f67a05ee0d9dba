"""A mail is taken back before it leaves: it wins or loses against the worker by one conditional write (U-40, D-31).

What its act moved is put right again, the letter is a draft again, and the history says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.access_link import Draft
from chalicelib.domain.agency import User
from chalicelib.domain.approval import Approval, closed, reopened
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.delivery import trace
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.letter import Letter, form_of
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import Undo, restored, undo_of
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

TRIES = 5


def take_back(office: Office, user: User, number: int, mail_id: str, now: datetime) -> str:
    """The action whose letter is a draft again. Twice is once. Raises NotFound, and Conflict when the mail has
    left or is leaving."""
    for _ in range(TRIES):
        mail, file = office.mailbox.outgoing(mail_id), office.tickets.file(number)
        if mail is None or file is None or mail.ticket_number != number or mail.purpose != "manual":
            raise NotFound("mail")
        if mail.state == "cancelled":
            return mail.template
        if not can_go_back(mail) or mail.undo is None:
            raise Conflict("mail_left")
        others = [office.mailbox.outgoing(each) for each in mail.undo.also]
        if any(other is None or not can_go_back(other) for other in others):
            raise Conflict("mail_left")
        change = _change(office, user, file, mail, mail.undo, [o for o in others if o], now)
        try:
            office.books.commit(change)
        except Outdated:
            continue
        return mail.undo.action
    raise Conflict("ticket_changed")


def can_go_back(mail: OutgoingMail) -> bool:
    """No worker has taken it yet."""
    return mail.state == "queued" and mail.attempts == 0


def with_undo(change: Change, user_id: str, file: TicketFile, letter: Letter) -> Change:
    """The change of an act whose first mail knows how to take it all back, while it is held."""
    if not change.mails or change.mails[0].not_before <= change.mails[0].created_at:
        return change
    first, *others = change.mails
    undo = undo_of(letter.action, user_id, file, (*change.added, *change.changed), form_of(letter),
                   letter.document_ids, tuple(mail.id for mail in others))
    return replace(change, mails=(replace(first, undo=undo), *others))


def _change(office: Office, user: User, file: TicketFile, mail: OutgoingMail, undo: Undo, others: list[OutgoingMail],
            now: datetime) -> Change:
    put_right = restored(undo, file)
    noted_, lines = _noted(put_right.changed, user.name, now)
    names = {mail.id, *undo.also}
    rounds = tuple(closed(a, "taken_back", user.name, now) for a in file.approvals
                   if a.state == "open" and not (a.votes or a.words) and names >= {sent for _, sent in a.asked})
    rounds += tuple(reopened(a) for a in file.approvals if _ended_by(a, mail))
    gone = tuple(replace(each, state="cancelled", undo=None) for each in (mail, *others))
    traces = tuple(line for each in gone for line in trace(each, now))
    entry = TimelineEntry(file.ticket.number, derived(mail.id, "taken_back"), now, "taken_back", user.name,
                          {"to": mail.to_name or mail.to_email, "mail_id": mail.id})
    draft = _draft(office, user, file, mail, undo, now)
    known = file.draft(user.id, undo.action)
    talks = tuple(replace(talk, message_ids=tuple(i for i in talk.message_ids if i != each.message_id))
                  for each in gone if (talk := file.conversation(each.party_id)))
    return Change(
        added=(entry, *lines, *(() if known else (draft,))),
        changed=(*gone, *traces, *noted_, *rounds, *talks, *((draft,) if known else ())),
        removed=(*put_right.removed, *written_for(file, mail)))


def _ended_by(approval: Approval, mail: OutgoingMail) -> bool:
    """An order within the mandate has frozen this vote: it goes on where it was."""
    return (approval.state == "closed" and approval.reason in ("status", "other_retained")
            and mail.template == "order" and approval.ended_at == mail.created_at)


def written_for(file: TicketFile, mail: OutgoingMail) -> tuple[Document, ...]:
    """The order that the application wrote for this mail: it says what did not happen, so it goes with it."""
    sent = (file.document(document_id) for document_id in mail.document_ids)
    return tuple(d for d in sent if d and d.made_here and d.kind == "work_order")


def _noted(changed: tuple[object, ...], who: str, now: datetime) -> tuple[list[object], list[PaperEntry]]:
    """A document whose status goes back says so in its history."""
    kept: list[object] = []
    lines = []
    for each in changed:
        if isinstance(each, Document):
            each, line = noted(each, now, f"status_{each.status or 'none'}", who, facts={"source": "taken_back"})
            lines.append(line)
        kept.append(each)
    return kept, lines


def _draft(office: Office, user: User, file: TicketFile, mail: OutgoingMail, undo: Undo, now: datetime) -> Draft:
    """The form as it was sent, ready for another go: a fresh nonce, and the version the ticket will have."""
    known = file.draft(user.id, undo.action)
    fields = undo.typed | {"subject": mail.subject, "body": mail.text, "nonce": office.secrets.new_id(),
                           "version": str(file.ticket.version + 1)}
    return Draft(file.ticket.number, user.id, undo.action, fields, undo.ticked, now, known.version if known else 0)
