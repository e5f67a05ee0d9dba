"""Is the file complete? The points a manager checks before archiving, told from what arrived (D-26, K-45, N-12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile

PointState = Literal["met", "missing", "waived", "not_needed"]

POINTS: dict[str, str] = {
    "decision": N_("Accord enregistré"),
    "signed_quote": N_("Devis signé ou accord écrit"),
    "photos": N_("Photos des travaux terminés"),
    "invoice": N_("Facture finale"),
    "keys": N_("Clefs rendues"),
    "paid": N_("Facture payée ou mise en comptabilité"),
}
CHASED = ("photos", "invoice", "keys")  # what the firm can still send
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist. `proof` names what it was ticked from; `reason` why it was let go."""

    code: str
    state: PointState
    proof: str = ""
    reason: str = ""

    @property
    def missing(self) -> bool:
        return self.state == "missing"


def checklist(file: TicketFile) -> tuple[Point, ...]:
    """Every point of the file, in the order of the manual."""
    ticket, ordered = file.ticket, file.ticket.ordered_at is not None
    approved = next((d for d in file.documents if d.status == "approved"), None)
    standing = [d for d in file.documents if not d.superseded_by]
    signed = next((d for d in standing if d.kind == "signed_quote"), None)
    invoice = next((d for d in standing if d.kind == "invoice" and d.status != "refused"), None)
    paid = next((d for d in standing if d.kind == "invoice" and d.status == "paid"), None)
    found = (
        _point("decision", ordered, approved is not None or ordered, approved.filename if approved else ""),
        _point("signed_quote", bool(ticket.quotes) and ordered, signed is not None, signed.filename if signed else ""),
        _point("photos", ordered, ticket.photos > 0, str(ticket.photos) if ticket.photos else ""),
        _point("invoice", ordered, invoice is not None, invoice.filename if invoice else ""),
        _point("keys", ticket.keys != "none", ticket.keys == "returned"),
        _point("paid", ordered or invoice is not None, paid is not None, paid.filename if paid else ""),
    )
    return tuple(_waived(point, ticket) for point in found)


def _point(code: str, needed: bool, met: bool, proof: str = "") -> Point:
    return Point(code, "met" if met else "missing" if needed else "not_needed", proof if met else "")


def _waived(point: Point, ticket: Ticket) -> Point:
    reason = ticket.waived.get(point.code, "")
    return replace(point, state="waived", reason=reason) if point.missing and reason else point


def complete(points: tuple[Point, ...]) -> bool:
    return not any(point.missing for point in points)


def closed(file: TicketFile, waivers: dict[str, str], forced: str, now: datetime) -> Ticket:
    """The archived ticket. Raises Invalid when a missing point has neither a waiver nor a forced closing with
    its reason, Conflict when the file is not open, or an order waits to leave."""
    ticket = file.ticket
    if not ticket.is_open:
        raise Conflict("action_not_possible", reason=ticket.state)
    if ticket.order_leaves_at:
        raise Conflict("order_held")
    said = {code: reason.strip()[:REASON_LIMIT] for code, reason in waivers.items() if code in POINTS}
    given = {code: reason for code, reason in said.items() if reason}
    waived = replace(ticket, waived=ticket.waived | given)
    left = complete(checklist(replace(file, ticket=waived)))
    if (not left or ticket.state != "works_done") and not forced.strip():
        raise Invalid(Fault("reason", "reason_needed"))
    return replace(waived, state="closed", state_since=now, answer_due=False, unread=False, tasks=(),
                   snoozed_until=None, snooze_reason="", turn_since=now)
