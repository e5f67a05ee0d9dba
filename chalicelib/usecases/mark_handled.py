"""A manager says that a received mail needs no answer: the turn goes back to whom it belongs."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.ticket import Exchange, answered
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def mark_handled(office: Office, user: User, number: int, now: datetime) -> None:
    """Raises NotFound, Conflict when the ticket changed meanwhile. Twice is once."""
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    ticket = file.ticket
    if not (ticket.answer_due or ticket.unread):
        return
    last = ticket.last_exchange or Exchange(user.name, "handled", now)
    entry = TimelineEntry(number, derived("handled", str(number), str(ticket.version)), now, "handled", user.name)
    try:
        office.books.commit(Change(added=(entry,), changed=(answered(ticket, last),)))
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
