"""A manager puts a quote that grew after the order to the owners as a variation, for the difference alone (E-C6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.approval import closed
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, after, unmoved
from chalicelib.domain.document import Document
from chalicelib.domain.errors import NotFound
from chalicelib.domain.holdings import counted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.variation import as_variation
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.decision_links import asked
from chalicelib.usecases.file_act import change_file, touching
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import called, opened
from chalicelib.usecases.ruling import change_of

TASK, LINE = "new_version_after_approval", "variation_open"


def make_variation(office: Office, user: User, number: int, document_id: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict when the document does not grow what was accepted."""
    def decide(file: TicketFile) -> Change | None:
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        return None if document.kind == "change_order" else _change(office, file, document, user.name, now)

    change_file(office, number, decide)


def _change(office: Office, file: TicketFile, document: Document, who: str, now: datetime) -> Change:
    turned, base, lines = as_variation(file, document, who, now)
    ticket = replace(file.ticket, tasks=tuple(t for t in file.ticket.tasks if t != TASK))
    last = file.approval(document.id)
    frozen = (closed(last, "status", who, now),) if last and last.state == "open" else ()
    documents = tuple({d.id: d for d in (*file.documents, turned, base)}.values())
    step = Ruled(counted(ticket, documents, now), frozen, (turned, base), lines)
    seen = after(file, step)
    people = deciders(office, seen, turned, now)
    put, unreached = called(seen, opened(office, seen, turned, people, who, now), people, now)
    ruled = unmoved(file).then(step).then(put)
    running = tuple(a for a in ruled.approvals if a.state == "open")
    links, rounds = asked(office, seen, running, people, now)
    whole = replace(ruled, approvals=(*(a for a in ruled.approvals if a.state != "open"), *rounds))
    facts: dict[str, str | int] = {"filename": turned.filename, "document_id": turned.id,
                                   "gross_cents": turned.gross_cents or 0, "to": turned.issuer}
    entry = TimelineEntry(ticket.number, derived(turned.id, LINE), now, LINE, who, facts)
    # touched: whose silence is watched from now on
    return touching(file, change_of(file, whole).plus(links).plus(unreached).plus(Change(added=(entry,))))
