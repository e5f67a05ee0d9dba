"""The line of the financial table that a « décompte » is about, and what makes two of them the same."""

from __future__ import annotations

from chalicelib.domain.financial import FinancialRow, financial_table
from chalicelib.domain.financial_line import line_of
from chalicelib.domain.ticket_file import TicketFile


def row_of(file: TicketFile, package_id: str) -> FinancialRow | None:
    """The line of the table this is about: one package, or the whole file when it has none."""
    table = financial_table(file.packages, [line for d in file.documents if (line := line_of(d))])
    if not file.packages:
        return table.total
    return next((row for row in table.rows if row.package and row.package.id == package_id), None)


def figures_of(row: FinancialRow) -> str:
    """Its figures as one text: a statement of the same figures is the same statement."""
    return " ".join(str(figure) for figure in (
        row.contract_cents, row.variations_cents, row.progress_bp, row.billable_cents, row.received_cents))
