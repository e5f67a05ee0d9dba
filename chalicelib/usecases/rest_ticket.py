"""A ticket is put to rest until a day, with a reason, or taken up again before it (U-50, E-M27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from chalicelib.domain import pause
from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.file_act import change_file
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


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
    def decide(file: TicketFile) -> Change | None:
        ticket = act(file.ticket)
        if ticket == file.ticket:
            return None
        entry = TimelineEntry(number, derived(what, str(number), str(file.ticket.version)), now, what, user.name, facts)
        return Change(added=(entry,), changed=(ticket,))

    change_file(office, number, decide)
