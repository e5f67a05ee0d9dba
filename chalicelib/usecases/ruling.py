"""A decision as one change of the books: rounds, documents, lines of history, and the ticket when it moved."""

from __future__ import annotations

from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled
from chalicelib.domain.ticket_file import TicketFile


def change_of(file: TicketFile, ruled: Ruled) -> Change:
    """What the ruling adds to the file as it was read, and what it changes there."""
    known = {(a.document_id, a.round) for a in file.approvals}
    fresh = tuple(a for a in ruled.approvals if (a.document_id, a.round) not in known)
    held = tuple(a for a in ruled.approvals if (a.document_id, a.round) in known)
    moved = (ruled.ticket,) if ruled.ticket != file.ticket else ()
    return Change(added=(*fresh, *ruled.lines), changed=(*held, *ruled.documents, *moved))
