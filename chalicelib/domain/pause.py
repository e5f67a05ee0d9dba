"""A ticket at rest until a day, reminders stopped on it, and what brings it back to us (U-50, E-M27).

A rest has a reason and an end: on that day, or at the first mail of anybody, the ticket is ours again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.domain.reminder import KINDS
from chalicelib.domain.ticket import Ticket, with_task

REASON_LIMIT = 300
LONGEST = timedelta(days=366)
ALL = "all"


def rested(ticket: Ticket, until: date | None, reason: str, today: date) -> Ticket:
    """The ticket at rest. Raises Invalid with every fault, Conflict when the ticket is no longer open."""
    if not ticket.is_open:
        raise Conflict("ticket_not_open")
    faults = []
    if until is None:
        faults.append(Fault("until", "not_a_date"))
    elif not today < until <= today + LONGEST:
        faults.append(Fault("until", "not_to_come" if until <= today else "too_far"))
    if not reason.strip():
        faults.append(Fault("reason", "required"))
    elif len(reason) > REASON_LIMIT:
        faults.append(Fault("reason", "too_long"))
    if faults or until is None:
        raise Invalid(*faults)
    return replace(ticket, snoozed_until=until, snooze_reason=reason.strip())


def roused(ticket: Ticket) -> Ticket:
    """Somebody ends the rest early: no task, he is looking at it."""
    return replace(ticket, snoozed_until=None, snooze_reason="")


def awake(ticket: Ticket) -> Ticket:
    """The day has come. It keeps the age of its turn, so that a forgotten rest tops the list."""
    return with_task(roused(ticket), "pause_over")


def without_reminders(ticket: Ticket, kind: str) -> Ticket:
    """Reminders of one kind, or all, are stopped on this file. Raises Invalid for an unknown kind."""
    _known(kind)
    muted = (ALL,) if kind == ALL else tuple(dict.fromkeys((*ticket.muted, kind)))
    return replace(ticket, muted=muted)


def with_reminders(ticket: Ticket, kind: str) -> Ticket:
    """They run again, from where the clock stands: only the latest that is due will leave."""
    _known(kind)
    return replace(ticket, muted=() if kind == ALL else tuple(k for k in ticket.muted if k not in (kind, ALL)))


def _known(kind: str) -> None:
    if kind != ALL and kind not in KINDS:
        raise Invalid(Fault("kind", "unknown"))
