"""A manager sends the mail of a menu action: ticket, mission, conversation and mail in one commit.

The nonce of the form makes a second click the same act (R-5): it finds the marker and changes nothing.
Another letter under the same nonce is refused: nobody may believe that it left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain import assignment, menu
from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Assignment, Mode
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.conversation import Conversation, MessageRef, with_ids
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.letter import Letter, checked
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.message import AttachmentRef, Message
from chalicelib.domain.ticket import Exchange, Ticket, answered, moved
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.recipient import Recipient, find_recipient

MARKER = "send_action"
Result = Literal["sent", "already_sent"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What happened, and the mail that carries it."""

    result: Result
    mail_id: str


def send_action(office: Office, user: User, number: int, letter: Letter, now: datetime) -> Sent:
    """Raises NotFound, Conflict (the state forbids it, the ticket changed, or the form was used for another
    letter), Invalid (all faults)."""
    mail_id = derived(office.agency.id, "mail", str(number), letter.nonce)
    if done := office.mailbox.marker(MARKER, letter.nonce):
        return _again(done, letter)
    file = office.tickets.file(number)
    action = menu.find(letter.action)
    if file is None or action is None:
        raise NotFound("ticket")
    if reason := menu.why_not(action, menu.situation(file.ticket)):
        raise Conflict("action_not_possible", reason=reason)
    if letter.version >= 0 and letter.version != file.ticket.version and not letter.anyway:
        raise Conflict("ticket_changed")
    faults = checked(letter, action)
    recipient = find_recipient(office, file, action, letter, faults)
    if faults or recipient is None:
        raise Invalid(*faults)
    documents = _documents(file, letter)
    change = _change(office, user, file, action, letter, recipient, documents, mail_id, now)
    try:
        office.books.commit(change)
    except AlreadyDone:
        done = office.mailbox.marker(MARKER, letter.nonce)
        return _again(done, letter) if done else Sent("already_sent", mail_id)
    except Outdated as faster:  # somebody wrote between our reading and our commit: look again, text kept
        raise Conflict("ticket_changed") from faster
    wait = office.agency.undo_seconds
    office.queues.mails(office.agency.id, [mail_id], delay_seconds=wait)
    return Sent("sent", mail_id)


def _again(done: Marker, letter: Letter) -> Sent:
    if done.request_hash != _content(letter):
        raise Conflict("form_used")
    return Sent("already_sent", done.result)


def _content(letter: Letter) -> str:
    """What makes two letters the same one."""
    return derived(letter.action, letter.subject, letter.body, letter.party_id, letter.email, letter.mode,
                   *letter.document_ids)


def _documents(file: TicketFile, letter: Letter) -> tuple[Document, ...]:
    """Only documents of this ticket, and none that is withheld, may leave."""
    chosen = (file.document(d) for d in dict.fromkeys(letter.document_ids))
    return tuple(d for d in chosen if d and d.reading != "held")


def _change(office: Office, user: User, file: TicketFile, action: menu.MenuAction, letter: Letter,
            recipient: Recipient, documents: tuple[Document, ...], mail_id: str, now: datetime) -> Change:
    party = recipient.party
    known = file.conversation(party.id)
    conversation = known or Conversation(
        file.ticket.number, party.id, party.role, party.name, recipient.email,
        office.secrets.reply_token(), party.language)
    conversation = replace(conversation, email=recipient.email)
    message_id = f"{mail_id}@{office.post.inbound_domain}"
    mail = _mail(office, user, file.ticket, letter, conversation, documents, mail_id, message_id, now)
    written = replace(with_ids(conversation, message_id), last_subject=letter.subject)
    ticket, asked = _effect(action, file, recipient, letter, now)
    ticket = answered(ticket, Exchange(user.name, action.key, now))
    message = _message(user, ticket, letter, conversation, documents, mail, now)
    entry = TimelineEntry(ticket.number, derived(mail_id, "sent"), now, action.key, user.name,
                          {"to": party.name, "email": recipient.email, "mail_id": mail_id})
    draft = file.draft(user.id, action.key)
    fresh, old = (written,) if known is None else (), (written,) if known else ()
    return Change(
        added=(message, entry, MessageRef(message_id, ticket.number, party.id, letter.subject), *fresh,
               *recipient.added, *asked.added),
        changed=(ticket, *old, *recipient.changed, *asked.changed),
        removed=(draft,) if draft else (),
        mails=(mail,),
        marker=Marker(MARKER, letter.nonce, _content(letter), now, result=mail_id),
    )


def _mail(office: Office, user: User, ticket: Ticket, letter: Letter, conversation: Conversation,
          documents: tuple[Document, ...], mail_id: str, message_id: str, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        id=mail_id, purpose="manual", template=letter.action, language=conversation.language,
        to_email=conversation.email, to_name=conversation.name,
        from_name=f"{user.name} via {office.agency.name}", created_at=now,
        not_before=now + timedelta(seconds=office.agency.undo_seconds),
        subject=letter.subject, text=letter.body, ticket_number=ticket.number,
        party_id=conversation.party_id, document_ids=tuple(d.id for d in documents),
        message_id=message_id, references=conversation.message_ids,
        in_reply_to=conversation.message_ids[-1] if conversation.message_ids else "",
    )


def _effect(action: menu.MenuAction, file: TicketFile, recipient: Recipient, letter: Letter,
            now: datetime) -> tuple[Ticket, Change]:
    """What the action moves besides the mail itself."""
    if action.effect != "ask_contractor":
        return file.ticket, Change()
    ticket = file.ticket
    if ticket.state == "reported":
        ticket = moved(ticket, "qualified", now)
    if ticket.state == "qualified":
        ticket = moved(ticket, "quoting", now)
    ids = tuple(dict.fromkeys((*ticket.contractor_ids, recipient.party.id)))
    return replace(ticket, contractor_ids=ids), _mission(file, recipient, letter.mode, now)


def _mission(file: TicketFile, recipient: Recipient, mode: Mode, now: datetime) -> Change:
    """A firm is asked once per file; asking again revives a mission it had declined."""
    known = file.assignment(recipient.party.id)
    if known is None:
        return Change(added=(Assignment(file.ticket.number, recipient.party.id, recipient.party.name, now, mode),))
    if known.state == "declined":
        return Change(changed=(replace(assignment.moved(known, "answered"), mode=mode),))
    return Change()


def _message(user: User, ticket: Ticket, letter: Letter, conversation: Conversation,
             documents: tuple[Document, ...], mail: OutgoingMail, now: datetime) -> Message:
    refs = tuple(AttachmentRef(d.filename, d.content_type, d.size, d.sha256, d.id, known=True) for d in documents)
    return Message(
        ticket_number=ticket.number, id=mail.id, at=now, direction="out", party_id=conversation.party_id,
        who=user.name, role=conversation.role, email=conversation.email, kind=letter.action,
        subject=letter.subject, text=letter.body, mail_id=mail.id, attachments=refs,
    )
