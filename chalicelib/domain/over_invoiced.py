"""An invoice that passes the progress of the works it is for: said once for each version of it (D-17, S-07).

Only where somebody has said how far the works are; where nobody has, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.document import Document
from chalicelib.domain.financial import WHOLE_FILE, FinancialRow, financial_table
from chalicelib.domain.financial_line import counts_as_invoice, line_of
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.ticket_file import TicketFile


def passed(file: TicketFile, invoice: Document) -> tuple[FinancialRow, ...]:
    """The rows of the financial table that this invoice has its part in and that are over-invoiced with it. `file` is
    the file with the invoice as it is now."""
    if invoice.kind != "invoice" or not counts_as_invoice(invoice) or (invoice.gross_cents or 0) <= 0:
        return ()
    table = financial_table(file.packages, [line for d in file.documents if (line := line_of(d))])
    known = {row.package.id for row in table.rows if row.package}
    places = {name if name in known else WHOLE_FILE for name in invoice.packages} or {WHOLE_FILE}
    rows = (row for row in table.rows if (row.package.id if row.package else WHOLE_FILE) in places)
    return tuple(row for row in rows if row.over_invoiced)


def warned(file: TicketFile, changed: Iterable[Document], now: datetime,
           ) -> list[tuple[Document, PaperEntry, dict[str, str | int]]]:
    """Those of the changed documents that pass the progress and of which nobody was told, with the line this adds to
    their history and what is to be said."""
    fresh = {d.id: d for d in changed}
    if not any(d.kind == "invoice" and not d.over_invoiced for d in fresh.values()):
        return []
    known = tuple(fresh.get(d.id, d) for d in file.documents)
    added = tuple(d for d in fresh.values() if all(d.id != other.id for other in file.documents))
    after, found = replace(file, documents=(*known, *added)), []
    for invoice in fresh.values():
        rows = () if invoice.over_invoiced else passed(after, invoice)
        if rows:
            facts = _facts(rows)
            told, line = noted(replace(invoice, over_invoiced=True), now, "over_invoiced", "", facts=facts)
            found.append((told, line, facts))
    return found


def _facts(rows: tuple[FinancialRow, ...]) -> dict[str, str | int]:
    lots = ", ".join(row.package.name for row in rows if row.package)
    return {"billable_cents": sum(r.billable_cents for r in rows),
            "received_cents": sum(r.received_cents for r in rows),
            "over_cents": -sum(r.to_come_cents for r in rows), **({"lots": lots} if lots else {})}
