"""The financial table of a works file, read without its documents: three or four requests, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.financial import FinancialTable, financial_table
from chalicelib.domain.financial_line import FinancialLine, line_of, read_lines
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class FinancialView:
    """The ticket with its table. `project` is true when it has several packages, whose names are then shown."""

    ticket: Ticket
    table: FinancialTable
    project: bool


def financial_view(office: Office, number: int) -> FinancialView | None:
    """The table of one ticket. A ticket older than the lines kept beside documents is read whole: slower, the same."""
    found = office.tickets.figures(number)
    if found is None:
        return None
    ticket, packages, kept = found
    lines: Sequence[FinancialLine]
    if kept is None:
        file = office.tickets.file(number)
        lines = lines_of(file) if file else ()
    else:
        lines = read_lines(kept)
    return FinancialView(ticket, financial_table(packages, lines), len(packages) > 1)


def lines_of(file: TicketFile) -> Sequence[FinancialLine]:
    return [line for document in file.documents if (line := line_of(document))]


def table_of(file: TicketFile) -> FinancialTable:
    """The same table from a file that is at hand."""
    return financial_table(file.packages, lines_of(file))
