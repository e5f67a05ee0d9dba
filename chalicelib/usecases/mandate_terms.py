"""What the mandate of a works file lets the office order, read from its unit: one request."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.authority import Terms, terms_of
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.property import over, running
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office


def mandate_terms(office: Office, file: TicketFile, now: datetime) -> Terms:
    """The ceiling is the one the file was opened with, while a mandate runs; nothing at all once none does. A file
    whose unit never had one keeps what it was brought here with."""
    ticket, today = file.ticket, paris_day(now)
    found = office.directory.unit(ticket.unit_id) if ticket.unit_id else None
    if found is None or not found[2]:
        return Terms(ticket.ceiling_cents)
    mandate = running(found[2], today)
    return terms_of(ticket.ceiling_cents, mandate, found[1], today) if mandate else Terms()


def mandate_over(office: Office, file: TicketFile, now: datetime) -> bool:
    """The office no longer acts for this unit: it orders nothing there and asks no firm (E-L11)."""
    found = office.directory.unit(file.ticket.unit_id) if file.ticket.unit_id else None
    return found is not None and over(found[2], paris_day(now))
