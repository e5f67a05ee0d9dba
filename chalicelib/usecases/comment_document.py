"""A comment joins the history of a document, and those concerned hear of it by mail (S-28, S-33).

The mail comes from the reader's own conversation: what he answers to it is a comment too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.author import Author
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.party import PartyRole
from chalicelib.domain.remark import Remark, concerned, may_remark, worded
from chalicelib.domain.ticket import Exchange, Ticket, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.decision_news import Reachable, reachable
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER, TEMPLATE = "comment_document", "document_comment"
TRIES = 5
TOLD_AT_ONCE = 30  # mails that one transaction takes beside the comment, with a conversation for each
TOLD_BY_MAIL = 10  # beside everything that a received mail brings


def comment_document(office: Office, author: Author, number: int, document_id: str, nonce: str, text: str,
                     now: datetime) -> None:
    """Twice is once. Raises NotFound (also for who may not comment here), Invalid, Conflict."""
    remark = Remark(document_id, author, worded(text), nonce)
    content = derived(document_id, author.user_id or author.party_id, remark.text)
    for _ in range(TRIES):
        file = office.tickets.file(number)
        document = file.document(document_id) if file else None
        if file is None or document is None or not may_remark(file, document, author):
            raise NotFound("document")
        if not done_before(office, MARKER, nonce, content):
            change = commented(office, file, document, remark, now).plus(
                Change(marker=Marker(MARKER, nonce, content, now)))
            try:
                office.books.commit(change)
            except (AlreadyDone, Outdated):
                continue
            office.queues.mails(office.agency.id, [m.id for m in change.mails])
        if len(concerned(file, document, author)) > TOLD_AT_ONCE:
            tell_others(office, number, remark, TOLD_AT_ONCE, now)
        return
    raise Conflict("document_changed")


def commented(office: Office, file: TicketFile, document: Document, remark: Remark, now: datetime, *,
              by_mail: bool = False) -> Change:
    """The comment and the first mails about it. One that came by mail is in the conversation already, and its
    manager knows."""
    author = remark.author
    document, line = noted(document, now, "comment", author.name, author.party_id, {"text": remark.text})
    found, told = _readers(office, file, document, author), Change(added=(line,), changed=(document,))
    told = told.plus(_mails(office, file, document, remark, found[:TOLD_BY_MAIL if by_mail else TOLD_AT_ONCE], now))
    if by_mail:
        return told
    facts: dict[str, str | int] = {"filename": document.filename, "document_id": document.id, "text": remark.text}
    entry = TimelineEntry(file.ticket.number, derived(remark.cause, "comment"), now, "document_comment", author.name,
                          facts)
    return told.plus(Change(added=(entry,), changed=_heard(file.ticket, author, now),
                            mails=_to_manager(file, document, remark, now)))


def tell_others(office: Office, number: int, remark: Remark, first: int, now: datetime) -> None:
    """Where more people are concerned than one transaction takes, the rest hear of it in the next ones."""
    file = office.tickets.file(number)
    document = file.document(remark.document_id) if file else None
    found = _readers(office, file, document, remark.author) if file and document else []
    for start in range(first, len(found), TOLD_AT_ONCE):
        if file is None or document is None:
            return
        change = _mails(office, file, document, remark, found[start:start + TOLD_AT_ONCE], now)
        marker = Marker(MARKER, f"{remark.cause}:{start}", "", now)
        try:
            office.books.commit(replace(change, marker=marker))
        except (AlreadyDone, Outdated):
            continue
        office.queues.mails(office.agency.id, [m.id for m in change.mails])


def _readers(office: Office, file: TicketFile, document: Document, author: Author) -> list[Reachable]:
    """In one order whenever they are asked for, so that the parts of a long list never overlap."""
    ids = sorted(concerned(file, document, author))
    found = reachable(office, file, ids) if ids else {}
    return [found[party_id] for party_id in ids if party_id in found]


def _mails(office: Office, file: TicketFile, document: Document, remark: Remark, readers: Sequence[Reachable],
           now: datetime) -> Change:
    """A mail to each, in a conversation of his own, begun when there was none (D-4)."""
    strangers = [r for r in readers if file.conversation(r.party_id) is None]
    roles = _roles(office, [r.party_id for r in strangers])
    begun = tuple(Conversation(file.ticket.number, r.party_id, roles.get(r.party_id, "other"), r.name, r.email,
                               office.secrets.reply_token(), r.language) for r in strangers)
    return Change(added=begun, mails=tuple(_mail(file, document, remark, r, now) for r in readers))


def _roles(office: Office, ids: Sequence[str]) -> Mapping[str, PartyRole]:
    return {p.id: p.role for p in office.directory.parties(*ids) if p} if ids else {}


def _mail(file: TicketFile, document: Document, remark: Remark, reader: Reachable, now: datetime) -> OutgoingMail:
    talk = file.conversation(reader.party_id)
    ids = talk.message_ids if talk else ()
    return OutgoingMail(
        id=derived(remark.cause, "comment", reader.party_id), purpose="paper", template=TEMPLATE,
        language=reader.language, to_email=reader.email, to_name=reader.name, created_at=now, not_before=now,
        ticket_number=file.ticket.number, party_id=reader.party_id, in_reply_to=ids[-1] if ids else "",
        references=ids, facts=_facts(document, remark))


def _to_manager(file: TicketFile, document: Document, remark: Remark, now: datetime) -> tuple[OutgoingMail, ...]:
    """His address and language are read when it leaves. Nobody is told of his own words."""
    author, manager = remark.author, file.ticket.manager_id
    if author.user_id and (author.user_id == manager or (not manager and author.role == "manager")):
        return ()
    return (OutgoingMail(
        id=derived(remark.cause, "comment", "manager"), purpose="paper", template=TEMPLATE, language="fr",
        to_email="", created_at=now, not_before=now, ticket_number=file.ticket.number,
        facts=_facts(document, remark)),)


def _facts(document: Document, remark: Remark) -> dict[str, str | int]:
    return {"document_id": document.id, "filename": document.filename, "kind": document.kind, "text": remark.text,
            "author": remark.author.name}


def _heard(ticket: Ticket, author: Author, now: datetime) -> tuple[Ticket, ...]:
    """Words of somebody outside the office wait for us like a mail of his."""
    return () if author.user_id else (heard_from(ticket, Exchange(author.name, "wrote", now)),)
