"""What a firm still owes on a file: what a chaser asks for (K-42, D-32)."""

from __future__ import annotations

from chalicelib.domain.ticket import Ticket


def awaited(ticket: Ticket) -> tuple[str, ...]:
    """Codes in the order they are asked for: quote, works, invoice, photos, keys."""
    if ticket.state == "in_progress":
        return ("works",)
    if ticket.state != "works_done":
        return ("quote",)
    return owed_at_the_end(ticket)


def owed_at_the_end(ticket: Ticket) -> tuple[str, ...]:
    """What the final request claims, before the ticket itself says that the works are done (K-44)."""
    owed = {"invoice": not ticket.invoices, "photos": not ticket.photos, "keys": ticket.keys == "lent"}
    return tuple(name for name, still in owed.items() if still)
