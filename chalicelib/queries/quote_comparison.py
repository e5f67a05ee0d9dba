"""The quotes of a file side by side: amount, dates, what differs from the cheapest (D-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.document import Document
from chalicelib.domain.holdings import confirmed, current_quote
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Quote:
    """One column. `above_cents` is how much dearer it is than the cheapest comparable one; `expired` and
    `sure` are as of the day asked for; `answer_days` from the request to the quote."""

    document: Document
    firm: str
    gross_cents: int | None
    net_cents: int | None
    vat_cents: int | None
    issued_on: date | None
    valid_until: date | None
    expired: bool
    sure: bool
    answer_days: int | None
    visit_on: date | None
    above_cents: int | None
    current: bool
    cheapest: bool


@dataclass(frozen=True, slots=True)
class QuoteComparison:
    """The file and its quotes, cheapest first; those without an amount last."""

    file: TicketFile
    quotes: tuple[Quote, ...]


def quote_comparison(office: Office, number: int, today: date) -> QuoteComparison | None:
    """One request, or None when there is no such ticket."""
    file = office.tickets.file(number)
    if file is None:
        return None
    found = [d for d in file.documents if d.kind == "quote" and d.reading != "held" and not d.superseded_by]
    priced = [d.gross_cents for d in found if d.gross_cents is not None]
    lowest = min(priced) if priced else None
    chosen = current_quote(file.ticket, file.documents)
    quotes = [_quote(file, d, lowest, chosen, today) for d in found]
    return QuoteComparison(file, tuple(sorted(quotes, key=lambda q: (q.gross_cents is None, q.gross_cents or 0))))


def _quote(file: TicketFile, document: Document, lowest: int | None, chosen: Document | None, today: date) -> Quote:
    asked = file.assignment(document.issuer_id)
    gross, valid = document.gross_cents, document.day("valid_until")
    return Quote(
        document, asked.name if asked else document.issuer, gross, _cents(document, "net_cents"),
        _cents(document, "vat_cents"), document.day("issued_on"), valid, bool(valid and valid < today),
        confirmed(document), (document.received_at - asked.asked_at).days if asked else None,
        asked.visit_on if asked else None, gross - lowest if gross is not None and lowest is not None else None,
        document == chosen, gross is not None and gross == lowest)


def _cents(document: Document, name: str) -> int | None:
    value = document.taken(name)
    return value if isinstance(value, int) else None
