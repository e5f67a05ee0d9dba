"""Automatic reminders of one kind, or all, are stopped on a ticket, or run again (D-32)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import pause
from chalicelib.domain.agency import User
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rest_ticket import change_ticket


def stop_reminders(office: Office, user: User, number: int, kind: str, now: datetime) -> None:
    """`kind` is one of domain/reminder.KINDS, or "all". Twice is once. Raises NotFound, Invalid, Conflict."""
    change_ticket(office, user, number, "reminders_stopped", {"kind": kind},
                  lambda ticket: pause.without_reminders(ticket, kind), now)


def resume_reminders(office: Office, user: User, number: int, kind: str, now: datetime) -> None:
    """What came due meanwhile leaves as one mail, the latest step. Raises NotFound, Invalid, Conflict."""
    change_ticket(office, user, number, "reminders_resumed", {"kind": kind},
                  lambda ticket: pause.with_reminders(ticket, kind), now)
