"""What the mandate of a works file lets the office order, read from its unit: one request."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.authority import Terms, terms_of
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office


def mandate_terms(office: Office, file: TicketFile, now: datetime) -> Terms:
    """The ceiling is the one the file was opened with."""
    ticket, today = file.ticket, paris_day(now)
    found = office.directory.unit(ticket.unit_id) if ticket.unit_id else None
    if found is None:
        return Terms(ticket.ceiling_cents)
    mandate = next((m for m in found[2] if m.runs_on(today)), None)
    return terms_of(ticket.ceiling_cents, mandate, found[1], today)
