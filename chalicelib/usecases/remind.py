"""One look at one ticket: reminders whose hour has come are queued, tasks given, a pause ended (D-32, N-6).

Everything is decided from the file as it is and committed with the watch of the ticket in one transaction: a
second look at the same moment finds the watch moved on, and does nothing. A person gets one automatic mail
a day: the first ticket of the day opens it, the others join it until it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.chase_plan import hours_of
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.pause import awake
from chalicelib.domain.reminder import PersonDay, Reminder, Watch
from chalicelib.domain.reminders import DueStep, Outlook, outlook, reminder_of, steps_done
from chalicelib.domain.ticket import Ticket, alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

GATHER = timedelta(minutes=5)  # tickets of one person that come due together travel together
PUT_OFF = timedelta(minutes=2)  # before the letters of the moment leave: it may still join them
TICKETS_PER_MAIL = 12
TRIES = 4


@dataclass(frozen=True, slots=True)
class _Letter:
    """The mail of one person today: what was there, and what it becomes."""

    before: PersonDay | None
    after: PersonDay
    fresh: bool


def remind(office: Office, number: int, now: datetime) -> int:
    """How many reminders were queued. Nothing when the ticket is not due for a look. Raises Outdated when the
    ticket changes faster than it can be looked at: the next sweep looks again."""
    for attempt in range(TRIES):
        file = office.tickets.file(number)
        if file is None or file.watch is None or file.watch.look_at is None or file.watch.look_at > now:
            return 0
        seen = outlook(file, office.agency, now)
        letters = _letters(office, file, seen, now)
        change = _change(office, file, file.watch, seen, letters, now)
        try:
            office.books.commit(change)
        except Outdated:
            if attempt == TRIES - 1:
                raise
            continue
        return sum(isinstance(e, Reminder) and e.state == "queued" for e in (*change.added, *change.changed))
    return 0


def _letters(office: Office, file: TicketFile, seen: Outlook, now: datetime) -> dict[str, _Letter]:
    """For each person to be written to: today's mail, unless it has left or is full."""
    closed = {c.party_id for c in file.conversations if c.closed_at}  # nothing is asked of a wrong person (E-M24)
    people = tuple(dict.fromkeys(
        d.chase.party_id for d in seen.due if d.step.writes and d.chase.party_id not in closed))
    hours = hours_of(office.agency)
    if not people or not hours.are_open(now + GATHER):
        return {}
    day = paris_day(now).isoformat()
    found = office.mailbox.person_days(*((party_id, day) for party_id in people))
    number = file.ticket.number
    letters = {}
    for party_id, before in zip(people, found, strict=True):
        if before is None or before.state == "free":
            round_ = str(before.version + 1) if before else "0"
            after = PersonDay(party_id, day, derived("reminder", office.agency.id, party_id, day, round_), (number,),
                              version=before.version if before else 0)
            letters[party_id] = _Letter(before, after, fresh=True)
        elif before.state == "open" and len(before.tickets) < TICKETS_PER_MAIL:
            numbers = tuple(dict.fromkeys((*before.tickets, number)))
            letters[party_id] = _Letter(before, replace(before, tickets=numbers), fresh=False)
    return letters


def _change(office: Office, file: TicketFile, watch: Watch, seen: Outlook, letters: dict[str, _Letter],
            now: datetime) -> Change:
    ticket, told = _ticket(file, seen, now)
    taken = [_step(file, due, letters, now) for due in seen.due if _can(due, letters)]
    known = {r.subject for r in file.reminders}
    days = [x for x in letters.values() if x.before is None]
    joined = [x for x in letters.values() if x.before is not None]
    late = any(not _can(due, letters) for due in seen.due)
    planned = _planned(office, file, watch, seen, now, late=late)
    return Change(
        added=(*told, *(r for r in taken if r.subject not in known), *(x.after for x in days)),
        changed=(planned, *(r for r in taken if r.subject in known), *(x.after for x in joined),
                 *((ticket,) if ticket != file.ticket else ())),
        mails=tuple(mail for x in letters.values() if x.fresh for mail in _mail(file, x.after, now)),
    )


def _ticket(file: TicketFile, seen: Outlook, now: datetime) -> tuple[Ticket, list[TimelineEntry]]:
    """The ticket with its tasks, and a line of history for each."""
    ticket, told = file.ticket, []
    if seen.wakes:
        ticket = awake(ticket)
        told.append(_entry(ticket, "woken", str(file.ticket.snoozed_until), now, {}))
    for due in seen.due:
        for step in due.chase.steps[steps_done(file, due.chase):due.number]:  # also a task whose hour was missed
            if not step.writes:
                ticket = alerted(ticket, now, step.act)
                cause = " ".join(filter(None, (*due.chase.subject, due.chase.anchor.isoformat())))
                told.append(_entry(ticket, f"task_{step.act}", cause, now, {"to": due.chase.name}))
    return ticket, told


def _can(due: DueStep, letters: dict[str, _Letter]) -> bool:
    """A task can be given at any hour; a mail needs room in the person's letter of today."""
    return not due.step.writes or due.chase.party_id in letters


def _step(file: TicketFile, due: DueStep, letters: dict[str, _Letter], now: datetime) -> Reminder:
    before = reminder_of(file, due.chase)
    mail_id = letters[due.chase.party_id].after.mail_id if due.step.writes else ""
    return Reminder(file.ticket.number, due.chase.kind, due.chase.party_id, due.chase.anchor, due.number, now,
                    "queued" if mail_id else "task", mail_id, due.chase.document_id,
                    before.version if before else 0)


def _planned(office: Office, file: TicketFile, watch: Watch, seen: Outlook, now: datetime, *, late: bool) -> Watch:
    """When to look next. What today's mail had no room for comes back when the office opens next."""
    hours = hours_of(office.agency)
    at = now if seen.wakes else seen.look_at  # what came due during a pause is decided by the look that follows
    if late:
        opening = hours.next_open(hours.closing(paris_day(now)))
        at = min(at, opening) if at else opening
    first = next((p for p in seen.planned if p.step.writes and p.at == at), None)
    return replace(watch, look_at=at, kind=first.chase.kind if first else "", who=first.chase.name if first else "",
                   title=file.ticket.title, manager=file.ticket.manager_id)


def _mail(file: TicketFile, day: PersonDay, now: datetime) -> list[OutgoingMail]:
    """Its words are found when it leaves, from the state of that moment (D-32)."""
    talk = file.conversation(day.party_id)
    return [] if talk is None else [OutgoingMail(
        id=day.mail_id, purpose="reminder", template="reminder", language=talk.language, to_email=talk.email,
        to_name=talk.name, created_at=now, not_before=now + GATHER, ticket_number=file.ticket.number,
        party_id=day.party_id, facts={"day": day.day})]


def _entry(ticket: Ticket, what: str, cause: str, now: datetime, facts: dict[str, str | int]) -> TimelineEntry:
    return TimelineEntry(ticket.number, derived(str(ticket.number), what, cause), now, what, "", facts)


def put_off(office: Office, number: int, now: datetime) -> None:
    """A look that failed comes back soon, behind the others. Raises Outdated when the ticket has just changed,
    which is a look of its own."""
    file = office.tickets.file(number)
    if file and file.watch:
        office.books.commit(Change(changed=(replace(file.watch, look_at=now + PUT_OFF),)))
