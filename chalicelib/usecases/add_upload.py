"""A file a user put in the upload area becomes a document of the ticket, under its content's key.

The browser sends bytes straight to the file store; here they are looked at, hashed and named. The
type is what the first bytes say, never what the name claims (F-4).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.document import READ_WITHIN, READABLE, Document, document_id, file_key, piece_warnings
from chalicelib.domain.errors import Fault, Invalid, NotFound
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake import names
from chalicelib.intake.document_kind import kind_from_name
from chalicelib.intake.parts_magic import UNKNOWN, promised, told_by
from chalicelib.intake.parts_magic import content_type as type_of
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def add_upload(office: Office, user: User, number: int, key: str, filename: str, limit: int,
               now: datetime) -> str:
    """The id of the document. Raises NotFound for a key that is not of this ticket, Invalid for a file
    that is empty or too large."""
    file = office.tickets.file(number)
    facts = office.files.facts(key) if key.startswith(upload_prefix(office.agency.id, number)) else None
    if file is None or facts is None:
        raise NotFound("upload")
    if not 0 < facts.size <= limit:
        raise Invalid(Fault("file", "too_large" if facts.size else "empty"))
    content = office.files.get(key)
    sha256 = hashlib.sha256(content).hexdigest()
    known = next((d for d in file.documents if d.sha256 == sha256), None)
    if known:
        return known.id
    document = _document(number, content, sha256, filename, user, now)
    office.files.put(file_key(office.agency.id, sha256), content, document.content_type)
    entry = TimelineEntry(number, derived(document.id, "added"), now, "document_added", user.name,
                          {"filename": document.filename, "kind": document.kind, "document_id": document.id})
    try:
        office.books.commit(Change(added=(document, entry)))
    except Outdated:
        return document.id  # the same file, added twice at once
    if document.reading == "pending":
        office.queues.documents(office.agency.id, [(number, document.id)])
    return document.id


def upload_prefix(agency_id: str, number: int) -> str:
    """Upload keys name their agency and ticket, so that no key opens another one's files (F-2)."""
    return f"upload/{agency_id}/{number}/"


def _document(number: int, content: bytes, sha256: str, filename: str, user: User, now: datetime) -> Document:
    content_type = told_by(content) or UNKNOWN
    name = names.safe(filename) or "document"
    _, conflict = type_of(content, promised(name))
    kind, _ = kind_from_name(name, content_type, "")
    document = Document(
        ticket_number=number, id=document_id(number, sha256), kind="other" if conflict else kind, filename=name,
        content_type=content_type, size=len(content), sha256=sha256, received_at=now, who=user.name,
        warnings=piece_warnings(type_conflict=conflict, infected=False))
    readable = content_type in READABLE and not conflict
    return replace(document, reading="pending", read_by=now + READ_WITHIN) if readable else document
