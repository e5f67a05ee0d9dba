"""What a works file holds, told from its documents: quotes, invoices, photos of the finished works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.document import Document
from chalicelib.domain.financial_line import counts_as_invoice
from chalicelib.domain.rivals import unordered
from chalicelib.domain.ticket import QuoteState, Ticket, turn

PRICED = ("quote", "change_order", "invoice", "credit_note")


def counted(ticket: Ticket, documents: Iterable[Document], now: datetime) -> Ticket:
    """The ticket knows how many quotes and invoices it holds, and the amount of its current quote. A refused invoice
    and a version that was replaced count nowhere (S-17, D-16)."""
    read = [d for d in documents if d.reading not in ("held", "pending") and d.stands]
    open_quotes = [d for d in read if d.kind == "quote" and d.status != "refused"]
    current = current_quote(ticket, read)
    left = _left(ticket, read)
    moved = replace(
        ticket, to_order=sum(d.status == "approved" for d in left), to_submit=sum(not d.status for d in left),
        quotes=len(open_quotes), invoices=sum(d.kind == "invoice" and counts_as_invoice(d) for d in read),
        photos=sum(_proves(ticket, d) for d in read), quote=_state(current),
        quoted_cents=current.gross_cents if current else None)
    return moved if turn(moved) == turn(ticket) else replace(moved, turn_since=now)


def current_quote(ticket: Ticket, documents: Iterable[Document]) -> Document | None:
    """The quote that was chosen, or the newest one with an amount, or the newest; once works are ordered, among those
    of the packages that are not, while there are any."""
    documents = tuple(documents)
    standing = [d for d in documents if d.kind == "quote" and d.status != "refused" and d.stands]
    left = [d for d in unordered(documents, ticket.ordered_documents) if d.kind == "quote"]
    quotes = sorted(left or standing, key=lambda d: d.received_at)
    chosen = next((d for d in quotes if d.id == ticket.chosen_quote), None)
    priced = [d for d in quotes if d.gross_cents is not None]
    return chosen or (priced[-1] if priced else quotes[-1] if quotes else None)


def _left(ticket: Ticket, documents: Iterable[Document]) -> tuple[Document, ...]:
    """What may still be ordered after a first order: papers of packages that it did not cover (D-1). A file without
    packages is ordered once."""
    if ticket.ordered_at is None:
        return ()
    return tuple(d for d in unordered(documents, ticket.ordered_documents) if d.packages)


def confirmed(quote: Document) -> bool:
    """TTC and TVA are known for certain: nothing goes to an owner before that (E-M10)."""
    return quote.gross_cents is not None and quote.taken("vat_cents") is not None


def may_be_put(document: Document) -> bool:
    """Whether its price is certain enough to be decided on. A request of ours is for an amount at most; a paper
    without a price may always be put to a vote (E-M10)."""
    if document.kind == "approval_request":
        return document.gross_cents is not None
    return document.kind not in PRICED or confirmed(document)


def _state(quote: Document | None) -> QuoteState:
    if quote is None:
        return ""
    return "ready" if confirmed(quote) else "unsure"


def _proves(ticket: Ticket, document: Document) -> bool:
    """A photo from a contractor since the order shows the works done (K-42); earlier ones show the incident."""
    ordered = ticket.ordered_at
    return (document.kind == "photo" and ordered is not None and document.received_at >= ordered
            and (document.party_id in ticket.contractor_ids or not document.party_id))
