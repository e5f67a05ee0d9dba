"""The financial table of a works file on screen, on paper, and as a file for table programs (U-76, U-110, U-143)."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.financial import FinancialRow
from chalicelib.domain.progress import typed_percent
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.csv_file import csv_answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.file_nav import FileNav
from chalicelib.handlers.web.labels import spoken
from chalicelib.handlers.web.project_labels import PLACES, TABLE, TITLES
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.financial_table import FinancialView, financial_view

CHARTED_AT_MOST = 12  # lines one can still compare; the table shows them all


def show(request: Request) -> Answer:
    found, words = _found(request), spoken(TABLE, request.language)
    rows = found.table.rows
    drawn = rows if len(rows) <= CHARTED_AT_MOST else (found.table.total,)
    return page(
        request, "financial", nav=FileNav(sum(row.package is not None for row in rows)), view=found,
        ticket=found.ticket, words=words,
        rows_shown=drawn if any(row.agreed_cents or row.received_cents for row in rows) else (),
        percent=lambda points: _percent(points, request.language))


def export(request: Request) -> Answer:
    """The same figures, plain numbers that add up in a table program."""
    found, titles = _found(request), spoken(TITLES, request.language)
    words = spoken(PLACES | TABLE, request.language)
    lines = [_cells(found, row, words) for row in found.table.rows]
    if len(lines) > 1:
        lines.append(_cells(found, found.table.total, words))
    return csv_answer(f"tableau-financier-T-{found.ticket.number}.csv", list(titles.values()), lines)


def _found(request: Request) -> FinancialView:
    found = financial_view(request.office, number_of(request))
    if found is None:
        raise NotFound("ticket")
    return found


def _name(row: FinancialRow, found: FinancialView, words: dict[str, str]) -> str:
    return row.package.name if row.package else words["whole" if found.project else "file"]


def _cells(found: FinancialView, row: FinancialRow, words: dict[str, str]) -> tuple[str, ...]:
    name = words["total"] if row is found.table.total and len(found.table.rows) > 1 else _name(row, found, words)
    progress = "" if row.progress_bp is None else typed_percent(row.progress_bp)
    remark = found.table.remark(row)
    note = words[remark] if remark else ""
    firm = row.package.contractor if row.package else ""
    return (name, firm, *map(_plain, (row.contract_cents, row.variations_cents)), progress, *map(_plain, (
        row.billable_cents, row.received_cents, row.received_net_cents)), str(row.missing),
        _plain(row.to_come_cents), note)


def _plain(cents: int) -> str:
    units, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units},{rest:02}"


def _percent(points: int, language: str) -> str:
    shown = typed_percent(points)
    return f"{shown}\u00a0%" if language == "fr" else f"{shown.replace(',', '.')}%"
