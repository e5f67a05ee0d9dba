"""From a file that was united with another to the one that lives on (M-62)."""

from __future__ import annotations

from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office

HOPS = 5  # a chain of unions is short; a file that is over is never a target, so there is no circle


def living_file(office: Office, file: TicketFile | None) -> TicketFile | None:
    """The file itself, or the one it was united with. One request for each step."""
    for _ in range(HOPS):
        if file is None or not file.ticket.merged_into:
            return file
        file = office.tickets.file(file.ticket.merged_into) or file
    return file
