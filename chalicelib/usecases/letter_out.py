"""A letter of a manager on its way out: the mail, its line on the ticket, and how answers will find back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.agency import User
from chalicelib.domain.conversation import Conversation, MessageRef, with_ids
from chalicelib.domain.document import Document
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.message import AttachmentRef, Message
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.undo import undo_seconds
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Wording:
    """What is written, under which action, with which documents."""

    action: str
    subject: str
    body: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterOut:
    """Everything one letter adds or changes. `fresh` is false when the conversation existed."""

    mail: OutgoingMail
    message: Message
    ref: MessageRef
    conversation: Conversation
    fresh: bool

    @property
    def added(self) -> tuple[object, ...]:
        return (self.message, self.ref, *((self.conversation,) if self.fresh else ()))

    @property
    def changed(self) -> tuple[object, ...]:
        return () if self.fresh else (self.conversation,)


def letter_out(office: Office, user: User, file: TicketFile, party: Party, email: str, wording: Wording,
               mail_id: str, now: datetime) -> LetterOut:
    """The letter in the conversation of this person on this ticket, begun when there was none (D-4)."""
    known = file.conversation(party.id)
    conversation = known or Conversation(
        file.ticket.number, party.id, party.role, party.name, email, office.secrets.reply_token(), party.language)
    conversation = replace(conversation, email=email)
    message_id = f"{mail_id}@{office.post.inbound_domain}"
    mail = _mail(office, user, file.ticket, wording, conversation, mail_id, message_id, now)
    written = replace(with_ids(conversation, message_id), last_subject=wording.subject)
    ref = MessageRef(message_id, file.ticket.number, party.id, wording.subject)
    return LetterOut(mail, _message(user, wording, conversation, mail, now), ref, written, known is None)


def _mail(office: Office, user: User, ticket: Ticket, wording: Wording, conversation: Conversation,
          mail_id: str, message_id: str, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        id=mail_id, purpose="manual", template=wording.action, language=conversation.language,
        to_email=conversation.email, to_name=conversation.name,
        from_name=f"{user.name} via {office.agency.name}", created_at=now,
        not_before=now + timedelta(seconds=undo_seconds(office.agency, ticket)),
        subject=wording.subject, text=wording.body, ticket_number=ticket.number,
        party_id=conversation.party_id, document_ids=tuple(d.id for d in wording.documents),
        message_id=message_id, references=conversation.message_ids,
        in_reply_to=conversation.message_ids[-1] if conversation.message_ids else "",
    )


def _message(user: User, wording: Wording, conversation: Conversation, mail: OutgoingMail, now: datetime) -> Message:
    refs = tuple(AttachmentRef(d.filename, d.content_type, d.size, d.sha256, d.id, known=True)
                 for d in wording.documents)
    return Message(
        ticket_number=mail.ticket_number, id=mail.id, at=now, direction="out", party_id=conversation.party_id,
        who=user.name, role=conversation.role, email=conversation.email, kind=wording.action,
        subject=wording.subject, text=wording.body, mail_id=mail.id, attachments=refs,
    )
