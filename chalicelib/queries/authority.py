"""What the office may order on this file by itself, for its page and for a line beside the ticket (D-24, N-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.authority import Ground, Terms, Verdict, verdict
from chalicelib.domain.document import Document
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.mandate_terms import mandate_terms
from chalicelib.usecases.ports import Office

_BEFORE_WORKS = ("reported", "qualified", "quoting", "awaiting_approval")


@dataclass(frozen=True, slots=True)
class Authority:
    """The terms of the mandate, and what they say of the current quote, if there is one with its amount."""

    terms: Terms
    quote: Document | None
    verdict: Verdict | None
    urgent: bool
    firms: tuple[tuple[str, int], ...] = ()


def authority(office: Office, file: TicketFile, now: datetime) -> Authority:
    """One request, and one more where firms have ceilings of their own."""
    terms, urgent = mandate_terms(office, file, now), file.ticket.priority == "urgent"
    quote = current_quote(file.ticket, file.documents)
    priced = quote if quote and quote.gross_cents is not None else None
    said = verdict(terms, priced.gross_cents, priced.issuer_id, urgent=urgent) if priced else None
    names = {p.id: p.name for p in office.directory.parties(*terms.firms) if p} if terms.firms else {}
    firms = tuple((names.get(firm, firm), cents) for firm, cents in sorted(terms.firms.items()))
    return Authority(terms, priced, said, urgent, firms)


def glimpse(file: TicketFile) -> Ground | None:
    """The same from what the ticket itself knows, for a page that reads no mandate: in an emergency the clause has
    the last word. Nothing once the owner has decided or the works are ordered."""
    quote = current_quote(file.ticket, file.documents)
    decided = file.ticket.state not in _BEFORE_WORKS or (quote is not None and quote.status == "approved")
    if quote is None or quote.gross_cents is None or decided:
        return None
    terms = Terms(file.ticket.ceiling_cents)
    return verdict(terms, quote.gross_cents, quote.issuer_id, urgent=file.ticket.priority == "urgent").ground
