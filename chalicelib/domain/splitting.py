"""A message about something else leaves its file for one of its own, with its pieces (D-28, E-M18). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.document import Document, document_id
from chalicelib.domain.holdings import counted
from chalicelib.domain.merging import moved_to
from chalicelib.domain.message import AttachmentRef, Message
from chalicelib.domain.ticket import TITLE_LIMIT, Contact, Exchange, Ticket, turn
from chalicelib.domain.ticket_file import TicketFile

MARK = "split_off"
_REPLY = re.compile(r"^\s*(?:(?:re|tr|fw|fwd|aw)\s*:|\[[^\]]{1,20}\])\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Split:
    """The new file with its message, conversation and documents; the old one without them."""

    ticket: Ticket
    conversation: Conversation
    message: Message
    documents: tuple[Document, ...]
    source: Ticket
    left: Message
    gone: tuple[Document, ...]


def title_of(message: Message) -> str:
    """The subject without what mail programs put in front, or the first words."""
    subject, before = message.subject, ""
    while subject != before:
        before, subject = subject, _REPLY.sub("", subject, count=1)
    return (subject.strip() or (message.text.strip().splitlines() or [""])[0])[:TITLE_LIMIT]


def split(file: TicketFile, message: Message, new: Ticket, message_id: str, token: str, user: User,
          now: datetime) -> Split:
    """`new` is the bare new ticket. A piece that an agreement rests on, or that is one of several versions,
    stays and is copied; the others move."""
    mine = [d for d in file.documents if d.message_id == message.id]
    known = file.conversation(message.party_id)
    talk = moved_to(known, new.number, token) if known else Conversation(
        new.number, message.party_id, "other", message.who, message.email, token)
    carried = tuple(replace(d, ticket_number=new.number, id=document_id(new.number, d.sha256), message_id=message_id,
                            status="", edition=1, replaces="", superseded_by="", packages=(), parts=(), entries=0,
                            chain="", waiting_mails=(), version=0) for d in mine)
    refs = tuple(_moved_ref(ref, {d.sha256: d for d in carried}) for ref in message.attachments)
    told = replace(message, ticket_number=new.number, id=message_id, attachments=refs, proposals=())
    tied = {file.ticket.chosen_quote, *(d.id for d in mine if d.replaces or d.superseded_by)}
    gone = tuple(d for d in mine if not d.status and d.id not in tied)
    rest = tuple(d for d in file.documents if d not in gone)
    after = replace(file.ticket, last_exchange=Exchange(user.name, "split", now))
    if message.at >= max((c.spoke_at for c in file.conversations if c.spoke_at), default=message.at):
        after = replace(after, answer_due=False, unread=False)
    after = after if turn(after) == turn(file.ticket) else replace(after, turn_since=now)
    left = replace(message, marks=tuple(dict.fromkeys((*message.marks, MARK))), proposals=())
    born = counted(replace(new, last_exchange=Exchange(message.who, "wrote", message.at)), carried, now)
    return Split(born, talk, told, carried, counted(after, rest, now), left, gone)


def reporter(ticket: Ticket, message: Message) -> Contact | None:
    """The contact on site of the new file: the tenant who wrote, or the one of the old file."""
    if message.role != "tenant" or (ticket.tenant and ticket.tenant.party_id == message.party_id):
        return ticket.tenant
    return Contact(message.party_id, message.who, email=message.email)


def _moved_ref(ref: AttachmentRef, here: dict[str, Document]) -> AttachmentRef:
    """The piece leads to its document on the new file; one that came before stays where it was."""
    found = here.get(ref.sha256)
    return replace(ref, document_id=found.id if found else "", known=False)
