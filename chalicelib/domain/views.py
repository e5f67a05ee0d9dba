"""The saved views of the dashboard: work waiting, by whose turn it is (U-48)."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Ticket, turn

VIEWS: dict[str, str] = {
    "us": N_("À traiter"),
    "owner": N_("Attente propriétaire"),
    "contractor": N_("Attente entreprise"),
    "tenant": N_("Attente locataire"),
    "paused": N_("En pause"),
    "urgent": N_("Urgents"),
    "all": N_("Tous"),
    "done": N_("Clos"),
}


def views_of(ticket: Ticket) -> tuple[str, ...]:
    """The tabs a ticket is counted in."""
    if not ticket.is_open:
        return ("done",)
    urgent = ("urgent",) if ticket.priority == "urgent" else ()
    whose = "paused" if ticket.snoozed_until else turn(ticket)
    return (whose, "all", *urgent)
