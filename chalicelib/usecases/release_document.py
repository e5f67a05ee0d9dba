"""A manager looks at a withheld attachment and lets it be served, one by one, under her name (M-46)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.document import Document, released
from chalicelib.domain.errors import Conflict, NotAllowed, NotFound
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def release_document(office: Office, user: User, number: int, document_id: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, NotAllowed for anybody but a manager, Conflict for an infected one."""
    document = _document(office, number, document_id)
    if user.role != "manager":
        raise NotAllowed("manager_only")
    if document.reading != "held":
        return
    done, line = noted(released(document, now), now, "released", user.name)
    entry = TimelineEntry(number, derived(done.id, "released"), now, "document_released", user.name,
                          {"filename": done.filename, "document_id": done.id, "from": done.who})
    try:
        office.books.commit(Change(added=(line, entry), changed=(done,)))
    except Outdated as faster:
        if _document(office, number, document_id).reading == "held":
            raise Conflict("document_changed") from faster
        return
    if done.reading == "pending":
        office.queues.documents(office.agency.id, [(number, done.id)])


def _document(office: Office, number: int, document_id: str) -> Document:
    file = office.tickets.file(number)
    found = file.document(document_id) if file else None
    if found is None:
        raise NotFound("document")
    return found
