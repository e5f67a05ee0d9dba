"""The office no longer acts for a unit: what waits for its owners there stops, and somebody decides what follows.

Votes are frozen, an order that has not left never leaves, and each open file says what is to be done (E-L11, E-M26).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict
from chalicelib.domain.ticket import Ticket, alerted, moved
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.freeze_votes import frozen
from chalicelib.usecases.held_order import Dropped, all_dropped
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

TASK = "mandate_ended"


def mandate_ended(office: Office, file: TicketFile, who: str, cause: str, now: datetime) -> Change:
    """What ends on one open file; nothing where it was said before. `file` is the file as it was read."""
    waits = any(a.state == "open" for a in file.approvals) or file.ticket.order_leaves_at
    if not waits and orphaned(file.ticket) == file.ticket:
        return Change()
    drop = _waiting_order(office, file, now)
    here = drop.file if drop else file
    votes = frozen(replace(here, ticket=orphaned(here.ticket)), TASK, who, now)
    ticket = moved(votes.ticket, "quoting", now) if votes.approvals and votes.ticket.state == "awaiting_approval" \
        else votes.ticket
    entry = TimelineEntry(ticket.number, derived(cause, TASK), now, TASK, who, {})
    change = Change(added=(entry, *votes.lines),
                    changed=(alerted(ticket, now, TASK), *votes.approvals, *votes.documents))
    return drop.plus(change) if drop else change


def orphaned(ticket: Ticket) -> Ticket:
    """A works file without owners and without anything that may be ordered for them."""
    return replace(ticket, owner=None, owner_ids=(), unable=(), ceiling_cents=0)


def _waiting_order(office: Office, file: TicketFile, now: datetime) -> Dropped | None:
    """One that a worker has just taken has left: it stands."""
    try:
        return all_dropped(office, file, now) if file.ticket.order_leaves_at else None
    except Conflict:
        return None
