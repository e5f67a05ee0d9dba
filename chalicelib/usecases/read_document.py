"""A filed document is read: figures, kind, preview. The ticket moves, and the mails that waited leave.

Runs in the document worker, after the commit of the mail, as often as the queue likes (M-40).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain import assignment
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.correction import read_on
from chalicelib.domain.document import Document, FiledFigure, file_key, preview_key
from chalicelib.domain.holdings import counted
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.signed_back import proposing, signed_back
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.versions import looks_new
from chalicelib.intake.reading import Reading
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.warn_manager import with_warning

TRIES = 8
LOG_READ = 200
KIND_FROM = 0.6  # below it the document keeps the kind its name suggested


@dataclass(frozen=True, slots=True)
class Reader:
    """The two heavy tools, injected so that no other function loads them."""

    read: Callable[[bytes, str], Reading]
    preview: Callable[[bytes, str], bytes | None]


Outcome = Literal["read", "already_read", "gone"]


def read_document(office: Office, number: int, document_id: str, reader: Reader, now: datetime) -> Outcome:
    """Read one document once. Errors of our stores are raised; a file that cannot be read is a result."""
    file = office.tickets.file(number)
    document = file.document(document_id) if file else None
    if file is None or document is None:
        return "gone"
    if document.reading != "pending":
        return "already_read"
    content = office.files.get(file_key(office.agency.id, document.sha256))
    found, preview = _read(office, document, content, reader)
    for _ in range(TRIES):
        change = _understood(office, file, _filled(file, document, found, preview), content, now)
        try:
            office.books.commit(change := with_warning(file, change, now))
        except Outdated:
            file = office.tickets.file(number)
            current = file.document(document_id) if file else None
            if file is None or current is None or current.reading != "pending":
                return "already_read"
            document = current  # somebody has described it, or replaced it, while it was read
        else:
            released = [e.id for e in change.changed if isinstance(e, OutgoingMail)]
            if announced := [*released, *(m.id for m in change.mails)]:
                office.queues.mails(office.agency.id, announced)
            return "read"
    raise TimeoutError("the ticket changes faster than its document can be filed")


def _read(office: Office, document: Document, content: bytes, reader: Reader) -> tuple[Reading, str]:
    """What was read on the document, and the key of its preview, which is stored first."""
    image, key = reader.preview(content, document.content_type), preview_key(office.agency.id, document.sha256)
    if image:
        office.files.put(key, image, "image/webp")
    return reader.read(content, document.filename), key if image else ""


def _filled(file: TicketFile, document: Document, found: Reading, preview: str) -> Document:
    """The document with what was read on it; what a person has said of it meanwhile stays."""
    figures = {name: FiledFigure(f.value, f.confidence, f.where, f.taken) for name, f in found.figures.items()}
    sure = found.confidence >= KIND_FROM and found.kind != "other"
    read = replace(
        document, reading="done" if found.source != "none" or found.kind == "photo" else "unreadable",
        source=found.source, warnings=(*document.warnings, *found.warnings), pages=found.pages, read_by=None,
        preview_key=preview)
    return looks_new(file.documents, read_on(read, found.kind if sure else document.kind, figures))


def _understood(office: Office, file: TicketFile, done: Document, content: bytes, now: datetime) -> Change:
    """A quote that a decider sends back signed proposes his agreement, beside the mail that brought it (E-L6)."""
    signed = signed_back(file, done, content)
    if signed is None:
        return _change(office, file, done, now)
    document, comparison = signed
    log = office.tickets.log(done.ticket_number, limit=LOG_READ)
    message = next((m for m in log if isinstance(m, Message) and m.id == done.message_id), None)
    change = _change(office, file, document, now)
    if message is None:
        return change
    told = replace(message, proposals=proposing(message.proposals, comparison, done.filename))
    return change.plus(Change(changed=(told,))) if told != message else change


def _change(office: Office, file: TicketFile, done: Document, now: datetime) -> Change:
    ticket = counted(file.ticket, file.with_document(done), now)
    moved = quoted(file, done)
    entry = TimelineEntry(done.ticket_number, derived(done.id, "read"), now, f"read_{done.kind}", done.who,
                          _facts(done))
    told = entry if done.kind in ("quote", "invoice", "credit_note") else None
    return Change(
        added=(told,) if told else (),
        changed=(done, *([ticket] if ticket != file.ticket else []), *moved, *_released(office, file, done, now)),
    )


def quoted(file: TicketFile, done: Document) -> tuple[assignment.Assignment, ...]:
    """The firm that was asked has answered with a quote."""
    asked = file.assignment(done.issuer_id)
    if done.kind != "quote" or asked is None or asked.state not in ("asked", "answered", "not_retained"):
        return ()
    return (assignment.moved(asked, "quoted"),)


def _facts(done: Document) -> dict[str, str | int]:
    """What the history line says; only figures sure enough to be said."""
    facts: dict[str, str | int] = {"filename": done.filename, "document_id": done.id}
    for name in ("number", "gross_cents"):
        value = done.taken(name)
        if isinstance(value, str | int):
            facts[name] = value
    return facts


def _released(office: Office, file: TicketFile, done: Document, now: datetime) -> tuple[OutgoingMail, ...]:
    """Mails that waited for this reading leave when nothing else of their message is unread."""
    unread = [d for d in file.documents if d.id != done.id and d.message_id == done.message_id
              and d.reading == "pending" and d.content_type == "application/pdf"]
    if unread:
        return ()
    waiting = (office.mailbox.outgoing(mail_id) for mail_id in done.waiting_mails)
    return tuple(replace(m, not_before=now) for m in waiting if m and m.state == "queued" and m.not_before > now)
