"""A person corrects what was read on a document; the ticket's counts and amount follow (U-58)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.correction import Correction, corrected
from chalicelib.domain.description import outvoted
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.holdings import counted
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.file_act import change_file
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.read_document import quoted
from chalicelib.usecases.warn_manager import with_warning


def correct_document(office: Office, user: User, number: int, document_id: str, typed: Correction,
                     now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid with every fault, Conflict when the document has changed
    since it was shown, or nobody has read it yet."""
    def decide(file: TicketFile) -> Change | None:
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        if document.reading in ("pending", "held"):
            raise Conflict("not_read_yet")
        done = corrected(document, typed, user.name)
        if done == document:
            return None
        if faults := outvoted(file, document, done):
            raise Invalid(*faults)
        if typed.version != document.version:
            raise Conflict("document_changed")
        return with_warning(file, _change(file, document, done, user, now), now)

    change_file(office, number, decide, late="document_changed")


def _change(file: TicketFile, before: Document, done: Document, user: User, now: datetime) -> Change:
    facts = _facts(before, done)
    done, line = noted(done, now, "corrected", user.name, facts=facts)
    ticket = counted(file.ticket, file.with_document(done), now)
    entry = TimelineEntry(file.ticket.number, derived(done.id, "corrected", str(before.version)), now, "corrected",
                          user.name, facts)
    moved = (ticket,) if ticket != file.ticket else ()
    return Change(added=(line, entry), changed=(done, *moved, *quoted(file, done)))


def _facts(before: Document, done: Document) -> dict[str, str | int]:
    """What was said before and what is said now, for those who ask later who changed an amount."""
    facts: dict[str, str | int] = {"filename": done.filename, "document_id": done.id, "kind": done.kind}
    if before.kind != done.kind:
        facts["kind_before"] = before.kind
    for name in sorted({*before.figures, *done.figures}):
        old, new = before.figures.get(name), done.figures.get(name)
        if new and name in ("number", "gross_cents"):
            facts[name] = _plain(new.value)
        if old and (new is None or new.value != old.value):
            facts[f"{name}_before"] = _plain(old.value)
    return facts


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
