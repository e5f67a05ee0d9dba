"""A person says what a document is, what it is about, what it costs and which lots it concerns (S-11, S-12)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.author import Author
from chalicelib.domain.change import Change
from chalicelib.domain.description import Description, changes, described
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.holdings import counted
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.file_act import change_file
from chalicelib.usecases.identity import derived
from chalicelib.usecases.issuer import with_firm
from chalicelib.usecases.ports import Office
from chalicelib.usecases.read_document import quoted
from chalicelib.usecases.warn_manager import with_warning

ON_THE_TICKET = ("kind", "gross_cents")  # changes that the history of the works file tells too


def describe_document(office: Office, author: Author, number: int, document_id: str, typed: Description,
                      now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid with every fault, Conflict when the document has changed since it was
    shown, or is withheld."""
    def decide(file: TicketFile) -> Change | None:
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        if document.reading == "held":
            raise Conflict("held")
        done = described(file, document, with_firm(office, file, document, typed), author.name)
        if done == document:
            return None
        if typed.version != document.version:
            raise Conflict("document_changed")
        return with_warning(file, _change(file, document, done, author, now), now)

    change_file(office, number, decide, late="document_changed")


def _change(file: TicketFile, before: Document, done: Document, author: Author, now: datetime) -> Change:
    facts = changes(before, done, {p.id: p.name for p in file.packages})
    done, line = noted(done, now, "described", author.name, author.party_id, facts)
    ticket = counted(file.ticket, file.with_document(done), now)
    moved = (ticket,) if ticket != file.ticket else ()
    told = {"filename": done.filename, "document_id": done.id, "kind": done.kind} | facts
    entry = TimelineEntry(file.ticket.number, derived(done.id, "corrected", str(before.version)), now, "corrected",
                          author.name, told)
    public = (entry,) if any(f"{name}_before" in facts for name in ON_THE_TICKET) else ()
    return Change(added=(line, *public), changed=(done, *moved, *quoted(file, done)))
