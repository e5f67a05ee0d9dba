"""A ticket is put to rest until a day, with a reason, or taken up again before it (U-50, E-M27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from chalicelib.domain import pause
from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

TRIES = 3


def rest_ticket(office: Office, user: User, number: int, until: date | None, reason: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid with every fault, Conflict when the ticket is closed."""
    facts: dict[str, str | int] = {"text": reason.strip(), "day": until.isoformat() if until else ""}
    change_ticket(office, user, number, "rested", facts,
                  lambda ticket: pause.rested(ticket, until, reason, paris_day(now)), now)


def rouse_ticket(office: Office, user: User, number: int, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict."""
    change_ticket(office, user, number, "roused", {}, pause.roused, now)


def change_ticket(office: Office, user: User, number: int, what: str, facts: dict[str, str | int],
                  act: Callable[[Ticket], Ticket], now: datetime) -> None:
    """One act on the ticket alone, with its line of history; nothing when it changes nothing."""
    for _ in range(TRIES):
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        ticket = act(file.ticket)
        if ticket == file.ticket:
            return
        entry = TimelineEntry(number, derived(what, str(number), str(file.ticket.version)), now, what, user.name, facts)
        try:
            office.books.commit(Change(added=(entry,), changed=(ticket,)))
        except Outdated:
            continue
        return
    raise Conflict("ticket_changed")
