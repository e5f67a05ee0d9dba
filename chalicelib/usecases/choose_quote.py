"""Among several quotes one is chosen: the one that goes to the owner, and that an order would stand on (D-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.holdings import counted
from chalicelib.domain.rivals import unordered
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def choose_quote(office: Office, user: User, number: int, document_id: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict when works are ordered or the file changed under our hands."""
    file = office.tickets.file(number)
    quote = file.document(document_id) if file else None
    if file is None or quote is None or quote.kind != "quote":
        raise NotFound("document")
    if file.ticket.chosen_quote == document_id:
        return
    if file.ticket.ordered_at is not None and quote not in unordered(file.documents, file.ticket.ordered_documents):
        raise Conflict("action_not_possible", reason="ordered")
    ticket = counted(replace(file.ticket, chosen_quote=document_id), file.documents, now)
    entry = TimelineEntry(number, derived(document_id, "chosen", str(file.ticket.version)), now, "quote_chosen",
                          user.name, {"filename": quote.filename, "document_id": quote.id, "to": quote.issuer})
    try:
        office.books.commit(Change(added=(entry,), changed=(ticket,)))
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
