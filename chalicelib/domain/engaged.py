"""The firm a follow-up letter goes to: the one already at work, or the one that owes an answer (U-64)."""

from __future__ import annotations

from chalicelib.domain.ticket_file import TicketFile


def engaged_firm(file: TicketFile) -> str:
    """The id of the firm, or an empty string when none was ever asked."""
    retained = [a for a in file.assignments if a.state == "retained"]
    waiting = [a for a in file.assignments if a.state in ("asked", "answered")]
    engaged = retained or waiting or list(file.assignments)
    return engaged[-1].party_id if engaged else ""
