"""A file somebody put in the upload area becomes a document of the ticket, under its content's key (S-01, S-10).

The browser sends bytes straight to the file store; here they are looked at, hashed and named. The
type is what the first bytes say, never what the name claims (F-4).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.author import Author, of_office
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.description import Description, described
from chalicelib.domain.document import READ_WITHIN, READABLE, Document, Kind, document_id, file_key, piece_warnings
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.holdings import counted
from chalicelib.domain.mail import Marker
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import Exchange, Ticket, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake import names
from chalicelib.intake.document_kind import kind_from_name
from chalicelib.intake.parts_magic import UNKNOWN, promised, told_by
from chalicelib.intake.parts_magic import content_type as type_of
from chalicelib.usecases.file_act import touching
from chalicelib.usecases.identity import derived
from chalicelib.usecases.issuer import with_firm
from chalicelib.usecases.ports import Office
from chalicelib.usecases.replace_document import superseding
from chalicelib.usecases.warn_manager import with_warning

MARKER = "add_upload"
TRIES = 4


@dataclass(frozen=True, slots=True)
class Import:
    """What is said with a file: nothing, or its type and the rest of the form, and the document it replaces."""

    typed: Description | None = None
    replaces: str = ""


def add_upload(office: Office, user: User | Author, number: int, key: str, filename: str, limit: int, now: datetime,
               said: Import | None = None) -> str:
    """The id of the document; the same file again is the same document. Raises NotFound for a key that is not of
    this ticket, Invalid for a file that is empty or too large and for every fault of the form, Conflict."""
    author = user if isinstance(user, Author) else of_office(user)
    facts = office.files.facts(key) if key.startswith(upload_prefix(office.agency.id, number)) else None
    if facts is None:
        raise NotFound("upload")
    if not 0 < facts.size <= limit:
        raise Invalid(Fault("file", "too_large" if facts.size else "empty"))
    content = office.files.get(key)
    sha256 = hashlib.sha256(content).hexdigest()
    for _ in range(TRIES):
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("upload")
        if known := next((d for d in file.documents if d.sha256 == sha256), None):
            return known.id
        document = _document(number, content, sha256, filename, author, now)
        change = with_warning(file, _change(office, file, document, said or Import(), author, key, now), now)
        office.files.put(file_key(office.agency.id, sha256), content, document.content_type)
        try:
            office.books.commit(change)
        except AlreadyDone:
            return taken_before(office, key) or document.id  # what was filed is the content of that moment
        except Outdated:
            continue  # the same file was added twice at once, or what it replaces has moved
        if document.reading == "pending":
            office.queues.documents(office.agency.id, [(number, document.id)])
        office.queues.mails(office.agency.id, [m.id for m in change.mails])
        return document.id
    raise Conflict("ticket_changed")


def taken_before(office: Office, key: str) -> str:
    """The document that this very upload has become, or nothing: the same file can have come by another way."""
    done = office.mailbox.marker(MARKER, derived(key))
    return done.result if done else ""


def guessed(filename: str) -> Kind:
    """The type that a name suggests, for the form that asks for it."""
    return kind_from_name(filename, promised(filename) or UNKNOWN, "")[0]


def upload_prefix(agency_id: str, number: int) -> str:
    """Upload keys name their agency and ticket, so that no key opens another one's files (F-2)."""
    return f"upload/{agency_id}/{number}/"


def _change(office: Office, file: TicketFile, document: Document, said: Import, author: Author, key: str,
            now: datetime) -> Change:
    old = file.document(said.replaces) if said.replaces else None
    if said.replaces and (old is None or old.superseded_by):
        raise Invalid(Fault("replaces", "superseded" if old else "unknown"))
    if said.typed:
        asked = replace(said.typed, kind=said.typed.kind or document.kind)
        done = described(file, document, with_firm(office, file, None, asked), author.name)
        document = replace(done, kind_by=author.name if said.typed.kind else "")
    document, line = noted(document, now, "added", author.name, author.party_id, {"filename": document.filename})
    entry = TimelineEntry(file.ticket.number, derived(document.id, "added"), now, "document_added", author.name,
                          {"filename": document.filename, "kind": document.kind, "document_id": document.id})
    marked = Change(added=(line, entry), marker=Marker(MARKER, derived(key), document.sha256, now, result=document.id))
    if old:
        return touching(file, marked.plus(superseding(office, file, old, document, author.name, now, fresh=True)))
    ticket = counted(_heard(file.ticket, author, now), file.with_document(document), now)
    moved = (ticket,) if ticket != file.ticket else ()
    return marked.plus(Change(added=(document,), changed=moved))


def _heard(ticket: Ticket, author: Author, now: datetime) -> Ticket:
    """What somebody outside the office deposits waits for us like a mail of his."""
    return heard_from(ticket, Exchange(author.name, "sent_files", now)) if author.party_id else ticket


def _document(number: int, content: bytes, sha256: str, filename: str, author: Author, now: datetime) -> Document:
    content_type = told_by(content) or UNKNOWN
    name = names.safe(filename) or "document"
    _, conflict = type_of(content, promised(name))
    kind, _ = kind_from_name(name, content_type, "")
    document = Document(
        ticket_number=number, id=document_id(number, sha256), kind="other" if conflict else kind, filename=name,
        content_type=content_type, size=len(content), sha256=sha256, received_at=now, party_id=author.party_id,
        who=author.name, warnings=piece_warnings(type_conflict=conflict, infected=False))
    readable = content_type in READABLE and not conflict
    return replace(document, reading="pending", read_by=now + READ_WITHIN) if readable else document
