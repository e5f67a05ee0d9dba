"""A works file is cancelled, or opened again: both need a reason, both stay in its history (D-21, D-28, E-M25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import Exchange, State, Ticket, moved
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.held_order import all_dropped
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

Act = Literal["cancelled", "reopened"]
REASON_LIMIT = 500


def set_aside_ticket(office: Office, user: User, number: int, act: Act, nonce: str, reason: str,
                     now: datetime) -> None:
    """Twice is once. A work order that waits to leave goes with the file. Raises NotFound, Invalid without a reason,
    Conflict when the state forbids it, or a worker has just taken that order."""
    said = derived(reason.strip())
    if done_before(office, act, nonce, said):
        return
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    if not reason.strip():
        raise Invalid(Fault("reason", "reason_needed"))
    drop = all_dropped(office, file, now) if act == "cancelled" and file.ticket.order_leaves_at else None
    here = drop.file.ticket if drop else file.ticket
    ticket = moved(here, "cancelled" if act == "cancelled" else _back_to(here), now)
    ticket = replace(ticket, answer_due=False, unread=False, tasks=(), turn_since=now, snoozed_until=None,
                     snooze_reason="", merged_into=0, last_exchange=Exchange(user.name, act, now))
    entry = TimelineEntry(number, derived(nonce, act), now, act, user.name,
                          {"reason": reason.strip()[:REASON_LIMIT], "state_before": file.ticket.state})
    told = _released(file.ticket, nonce, user, now)
    try:
        change = Change(added=(entry, *told), changed=(ticket,), marker=Marker(act, nonce, said, now))
        office.books.commit(drop.plus(change) if drop else change)
    except AlreadyDone:
        done_before(office, act, nonce, said)
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster


def _released(ticket: Ticket, nonce: str, user: User, now: datetime) -> tuple[TimelineEntry, ...]:
    """A file that was united with another stands alone again; the other one's history says so."""
    if not ticket.merged_into:
        return ()
    return (TimelineEntry(ticket.merged_into, derived(nonce, "merge_undone"), now, "merge_undone", user.name,
                          {"ticket": ticket.number, "to": f"{ticket.reference} {ticket.title}"[:200]}),)


def _back_to(ticket: Ticket) -> State:
    """Works that were ordered go on; otherwise the file begins again where a firm is chosen."""
    return "in_progress" if ticket.state == "closed" and ticket.ordered_at else "qualified"
