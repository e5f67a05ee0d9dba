"""A manager says that a received mail needs no answer: the turn goes back to whom it belongs.

Only what was on the page is handled: a mail that arrived since the page was shown still waits (U-39).
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.ticket import Exchange, answered
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def mark_handled(office: Office, user: User, number: int, seen: str, now: datetime) -> None:
    """`seen` is the moment of the last exchange on the page, if it says. Twice is once. Raises NotFound,
    Conflict when somebody wrote meanwhile."""
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    ticket = file.ticket
    if not (ticket.answer_due or ticket.unread):
        return
    if seen and ticket.last_exchange and ticket.last_exchange.at.isoformat() != seen:
        raise Conflict("ticket_changed")
    last = ticket.last_exchange or Exchange(user.name, "handled", now)
    entry = TimelineEntry(number, derived("handled", str(number), str(ticket.version)), now, "handled", user.name)
    try:
        office.books.commit(Change(added=(entry,), changed=(answered(ticket, last),)))
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
