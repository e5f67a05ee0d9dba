"""« Fusionner »: the files that may be about the same thing, and what to know before uniting them (E-M1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.merging import alike
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office

ROWS_READ = 1000


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """`candidates` are lines of the dashboard, likeliest first; `firms` the names of those still at work here."""

    file: TicketFile
    candidates: tuple[Mapping[str, Any], ...]
    firms: tuple[str, ...]


def merge_choice(office: Office, number: int) -> MergeChoice | None:
    """Two requests, one for a file that is over, or None when there is no such ticket."""
    file = office.tickets.file(number)
    if file is None:
        return None
    rows = office.tickets.rows("all", limit=ROWS_READ).rows if file.ticket.is_open else ()
    firms = tuple(a.name for a in file.assignments if a.state in ("asked", "answered", "quoted", "retained"))
    return MergeChoice(file, alike(file.ticket, rows), firms)
