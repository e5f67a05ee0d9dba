"""On what works are ordered, and whether they may be: an accepted version, or within the mandate (K-36, D-24, D-13).

An order waits for the end of the cooling-off of the decision that it follows. A quote whose validity had passed when
it was accepted is ordered only with the word of the firm that it still holds (E-C7).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.authority import Ground, Terms, verdict
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holdings import confirmed, current_quote
from chalicelib.domain.party import Party
from chalicelib.domain.rivals import unordered
from chalicelib.domain.ticket import Ticket, moved
from chalicelib.domain.ticket_file import TicketFile

Basis = Ground | Literal["accepted"]


def ordered_on(file: TicketFile, party: Party) -> Document | None:
    """The quote, or the accepted request, that this firm is ordered on. Raises Conflict when what was accepted is
    another firm's."""
    standing = unordered(file.documents, file.ticket.ordered_documents)
    requests = [d for d in standing if d.kind == "approval_request" and d.status == "approved"]
    theirs = [d for d in standing if d.kind == "quote" and d.issuer_id in (party.id, "")]
    chosen = next((d for d in requests if d.id == file.ticket.chosen_quote), None)
    if chosen and chosen.issuer_id in (party.id, ""):
        return chosen
    current = current_quote(file.ticket, file.documents)
    if current and current in theirs:
        return current
    if agreed := next((d for d in theirs if d.status == "approved"), None):
        return agreed
    retained = chosen or current
    if file.ticket.state == "approved" and retained and retained.issuer_id:
        raise Conflict("other_quote_approved")
    return current_quote(file.ticket, theirs)


def basis(file: TicketFile, quote: Document | None, party_id: str, terms: Terms) -> Basis:
    """Why these works may be ordered, or what is needed first. A file that was brought here already agreed, without
    any quote, needs nothing more."""
    if quote is None:
        return "accepted" if file.ticket.state == "approved" else "agreement"
    if quote.status == "approved":
        return "accepted"
    if quote.status == "refused" or not confirmed(quote):
        return "agreement"
    return verdict(terms, quote.gross_cents, party_id, urgent=file.ticket.priority == "urgent").ground


def held_until(file: TicketFile, quote: Document | None, now: datetime) -> datetime | None:
    """The end of the cooling-off that an order on this quote waits for, while it runs (D-13, R-15)."""
    approval = file.approval(quote.id) if quote else None
    return approval.cooling_until if approval and approval.outcome == "accepted" and approval.cooling(now) else None


def waiting(before: Ticket, ordered: Ticket, until: datetime) -> Ticket:
    """The ordered file while its order waits: agreed and not under way, for the owner may cancel (K-M8, D-13)."""
    if before.state in ("in_progress", "works_done"):  # of another package: those works go on
        return replace(ordered, order_leaves_at=until)
    since = before.state_since if before.state == "approved" else ordered.state_since
    return replace(ordered, state="approved", state_since=since, order_leaves_at=until)


def order_gone(ticket: Ticket, now: datetime) -> Ticket:
    """The order that waited has left: works in progress, and the firm's turn. The same file when none waited."""
    if ticket.order_leaves_at is None:
        return ticket
    left = replace(ticket, order_leaves_at=None if ticket.order_leaves_at <= now else ticket.order_leaves_at)
    return replace(moved(left, "in_progress", now), turn_since=now) if left.state == "approved" else left


def order_lost(ticket: Ticket, document_id: str) -> Ticket:
    """The order that waited could not leave, or is taken back: nothing is ordered on that document, and it can be
    ordered again. The order of another package stands."""
    left = tuple(each for each in ticket.ordered_documents if each != document_id)
    if ticket.order_leaves_at is None:
        return replace(ticket, ordered_documents=left)
    return replace(ticket, order_leaves_at=None, ordered_documents=left, ordered_at=ticket.ordered_at if left else None)


def lapsed_quote(file: TicketFile, quote: Document | None, now: datetime) -> date | None:
    """The last day of a quote that had passed when it was accepted, or today while nobody has (E-C7)."""
    last = quote.day("valid_until") if quote else None
    if quote is None or last is None:
        return None
    approval = file.approval(quote.id)
    accepted = approval.ended_at if approval and quote.status == "approved" else None
    return last if paris_day(accepted or now) > last else None
