"""A works file is cancelled, or opened again: both need a reason, both stay in its history (D-21, D-28, E-M25).

Cancelling ends what others still count on, in the one commit: missions with a word to each firm, open votes, and an
order that has not left. Received invoices stay what they are, to be paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import Exchange, State, Ticket, moved
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import undo_seconds
from chalicelib.usecases.end_missions import missions_ended, unsent_order
from chalicelib.usecases.freeze_votes import frozen
from chalicelib.usecases.held_order import Dropped
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

Act = Literal["cancelled", "reopened"]
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Ends:
    """What ends with a cancelled file: the ticket as that leaves it, the order that goes, everything else."""

    ticket: Ticket
    drop: Dropped | None
    change: Change


def set_aside_ticket(office: Office, user: User, number: int, act: Act, nonce: str, reason: str,
                     now: datetime) -> None:
    """Twice is once. A work order that has not left goes with the file. Raises NotFound, Invalid without a reason,
    Conflict when the state forbids it, or a worker has just taken an order that waited."""
    said = derived(reason.strip())
    if done_before(office, act, nonce, said):
        return
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    if not reason.strip():
        raise Invalid(Fault("reason", "reason_needed"))
    ends = _ends(office, user, file, nonce, now) if act == "cancelled" else Ends(file.ticket, None, Change())
    ticket = moved(ends.ticket, "cancelled" if act == "cancelled" else _back_to(ends.ticket), now)
    ticket = replace(ticket, answer_due=False, unread=False, tasks=(), turn_since=now, snoozed_until=None,
                     snooze_reason="", merged_into=0, last_exchange=Exchange(user.name, act, now))
    entry = TimelineEntry(number, derived(nonce, act), now, act, user.name,
                          {"reason": reason.strip()[:REASON_LIMIT], "state_before": file.ticket.state})
    told = _released(file.ticket, nonce, user, now)
    try:
        change = ends.change.plus(Change(added=(entry, *told), changed=(ticket,), marker=Marker(act, nonce, said, now)))
        office.books.commit(ends.drop.plus(change) if ends.drop else change)
    except AlreadyDone:
        done_before(office, act, nonce, said)
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
    else:
        office.queues.mails(office.agency.id, [m.id for m in ends.change.mails], undo_seconds(office.agency, ticket))


def _ends(office: Office, user: User, file: TicketFile, nonce: str, now: datetime) -> Ends:
    """Raises Conflict when an order that waited is leaving this moment."""
    drop = unsent_order(office, file, now)
    here = drop.file if drop else file
    votes = frozen(here, "cancelled", user.name, now)
    kept = Change(added=votes.lines, changed=(*votes.approvals, *votes.documents))
    return Ends(votes.ticket, drop, kept.plus(missions_ended(office, user, here, nonce, now)))


def _released(ticket: Ticket, nonce: str, user: User, now: datetime) -> tuple[TimelineEntry, ...]:
    """A file that was united with another stands alone again; the other one's history says so."""
    if not ticket.merged_into:
        return ()
    return (TimelineEntry(ticket.merged_into, derived(nonce, "merge_undone"), now, "merge_undone", user.name,
                          {"ticket": ticket.number, "to": f"{ticket.reference} {ticket.title}"[:200]}),)


def _back_to(ticket: Ticket) -> State:
    """Works that were ordered go on; otherwise the file begins again where a firm is chosen."""
    return "in_progress" if ticket.state == "closed" and ticket.ordered_at else "qualified"
