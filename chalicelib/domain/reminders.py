"""Which reminder is due now, and when to look next. Pure: the file, what was sent before, and now (D-32, E-M6).

A late look takes only the latest step that is due: a person gets one mail, not the three that were missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import Agency
from chalicelib.domain.calendar import OfficeHours, midnight
from chalicelib.domain.chase_plan import Chase, Step, hours_of
from chalicelib.domain.chases import chases
from chalicelib.domain.reminder import Reminder
from chalicelib.domain.ticket_file import TicketFile


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step whose hour has come. `number` counts from 1."""

    chase: Chase
    number: int

    @property
    def step(self) -> Step:
        return self.chase.steps[self.number - 1]


@dataclass(frozen=True, slots=True)
class Planned:
    """The next thing that will happen by itself, and when."""

    chase: Chase
    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """Steps to take now, whether the pause is over, and when to look next (None: nothing to expect)."""

    due: tuple[DueStep, ...]
    wakes: bool
    planned: tuple[Planned, ...]
    look_at: datetime | None


def outlook(file: TicketFile, agency: Agency, now: datetime) -> Outlook:
    """What this file asks for at this moment."""
    ticket, hours = file.ticket, hours_of(agency)
    if not ticket.is_open:
        return Outlook((), False, (), None)
    if ticket.snoozed_until is not None:
        wake = midnight(ticket.snoozed_until)
        return Outlook((), wake <= now, (), wake if wake > now else now)
    due, planned = [], []
    for chase in chases(file, agency):
        done = steps_done(file, chase)
        ripe = [n for n, step in enumerate(chase.steps, 1) if n > done and step.due <= now]
        if ripe and (hours.are_open(now) or not chase.steps[ripe[-1] - 1].writes):
            due.append(DueStep(chase, ripe[-1]))
            done = ripe[-1]
        elif ripe:
            done = ripe[-1] - 1
        if done < len(chase.steps):
            planned.append(_planned(chase, chase.steps[done], hours, now))
    planned.sort(key=lambda p: p.at)
    return Outlook(tuple(due), False, tuple(planned), planned[0].at if planned else None)


def _planned(chase: Chase, step: Step, hours: OfficeHours, now: datetime) -> Planned:
    at = max(step.due, now)
    return Planned(chase, step, hours.next_open(at) if step.writes else at)


def steps_done(file: TicketFile, chase: Chase) -> int:
    """How many steps of this round were taken; a clock that started again has taken none."""
    found = reminder_of(file, chase)
    return found.step if found and found.anchor == chase.anchor else 0


def reminder_of(file: TicketFile, chase: Chase) -> Reminder | None:
    return next((r for r in file.reminders if r.subject == chase.subject), None)


def still_wanted(file: TicketFile, agency: Agency, reminder: Reminder) -> Chase | None:
    """The chase a queued reminder belongs to, unless the file has moved on since (E-M7)."""
    if file.ticket.snoozed_until is not None or not file.ticket.is_open:
        return None
    return next((c for c in chases(file, agency)
                 if (c.subject, c.anchor) == (reminder.subject, reminder.anchor)), None)
