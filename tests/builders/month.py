"""A month of a busy office: two hundred files, people who answer, decline, are away or stay silent, and a clock
whose ticks come once, three times, not at all, or a day late. Seeded: the same month in every run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.ticket import Contact, Priority, State, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.sweep import sweep
from tests.builders.story import address_of, arrive, mail
from tests.builders.worker import work
from tests.fakes.office import World

PARIS = ZoneInfo("Europe/Paris")
TICKETS, FIRMS, OWNERS = 200, 60, 40
DAY_LATE = timedelta(hours=25)
OUTAGE = timedelta(days=15, hours=7)
Kind = Literal["quote", "decision", "invoice", "visit", "none"]
Behaviour = Literal["answers", "declines", "silent", "away"]


@dataclass(frozen=True)
class Case:
    """One file: what is waited for, from whom, since when, and when the person writes, if ever."""

    number: int
    kind: Kind
    party_id: str
    urgent: bool
    since: datetime
    behaviour: Behaviour
    speaks_at: datetime | None
    visit_on: date | None = None
    muted: bool = False

    @property
    def answered_at(self) -> datetime | None:
        """A robot's « absent » is no answer (E-M5)."""
        return self.speaks_at if self.behaviour in ("answers", "declines") else None


@dataclass
class Month:
    """The world, its cases, the ticks that really ran, and what left when."""

    world: World
    cases: list[Case]
    ran: list[datetime] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    left: list[tuple[str, datetime, str]] = field(default_factory=list)


def cases_of(seed: int, start: date) -> list[Case]:
    draw, found = Random(seed), []
    for n in range(TICKETS):
        kind: Kind = draw.choices(("quote", "decision", "invoice", "visit", "none"), (50, 25, 12, 10, 3))[0]
        urgent = kind in ("quote", "decision") and n % 20 == 0
        since = datetime(start.year, start.month, start.day, tzinfo=PARIS) + timedelta(
            days=draw.randrange(0, 16), hours=draw.randrange(7, 22), minutes=draw.randrange(0, 60))
        behaviour: Behaviour = draw.choices(("answers", "declines", "silent", "away"), (35, 10, 40, 15))[0]
        speaks = since + timedelta(hours=draw.randrange(3, 24 * 14), minutes=draw.randrange(1, 60))
        if n % 2:  # half of them write just after the office opens, while the mails of the day gather (E-M7)
            speaks = speaks.replace(hour=8, minute=3)
        person = f"urgent{n}" if urgent else f"owner{n % OWNERS}" if kind == "decision" else f"firm{n % FIRMS}"
        visit = (since + timedelta(days=draw.randrange(0, 9))).date() if kind == "visit" else None
        if speaks <= since or (visit and speaks.date() < visit):  # what is said before the day is no answer about it
            behaviour = "silent" if behaviour in ("answers", "declines") else behaviour
        found.append(Case(2000 + n, kind, person, urgent, since.astimezone(UTC), behaviour,
                          None if behaviour == "silent" else speaks.astimezone(UTC), visit, n % 25 == 7))
    return found


def opened(world: World, case: Case) -> None:
    """The file as the manager's act left it."""
    state: State = {"quote": "quoting", "decision": "awaiting_approval", "invoice": "works_done",
                    "visit": "in_progress", "none": "reported"}[case.kind]  # type: ignore[assignment]
    priority: Priority = "urgent" if case.urgent else "normal"
    owner = case.kind == "decision"
    person = Contact(case.party_id, case.party_id, "", f"{case.party_id}@x.example")
    talk = Conversation(case.number, case.party_id, "owner" if owner else "contractor", case.party_id, person.email,
                        world.office.secrets.reply_token())
    mission = Assignment(case.number, case.party_id, case.party_id, case.since, visit_on=case.visit_on,
                         state="asked" if case.kind == "quote" else "retained")
    ticket = Ticket(
        case.number, f"Dossier {case.number}", "", case.since, case.since, state=state, priority=priority,
        owner=person if owner else None, state_since=case.since, photos=1,
        contractor_ids=() if owner else (case.party_id,), muted=("all",) if case.muted else ())
    world.office.books.commit(Change(added=(ticket, talk, *(() if owner else (mission,)))))


def speaks(world: World, case: Case) -> None:
    file = world.office.tickets.file(case.number)
    assert file is not None
    talk = file.conversations[0]
    robot = (("Auto-Submitted", "auto-replied"),) if case.behaviour == "away" else ()
    text = {"answers": "Nous revenons vers vous.\n", "declines": "Nous ne pouvons pas.\n", "away": "Absent.\n"}
    raw = mail(talk.email, address_of(talk), "Re: dossier", text[case.behaviour], headers=robot,
               message_id=f"<{case.number}@x.example>")
    arrive(world, raw, address_of(talk), delivery=f"d{case.number}")


def lived(seed: int, start: date, days: int) -> Month:
    """The whole month, tick by tick. Acts and answers happen at their own minute, between the ticks."""
    world = World()
    month = Month(world, cases_of(seed, start))
    events = sorted([(c.since, 0, c) for c in month.cases] + [(c.speaks_at, 1, c) for c in month.cases if c.speaks_at],
                    key=lambda e: (e[0], e[1], e[2].number))
    send = world.mailer.send

    def noted(raw: bytes, sender: str, recipient: str, *more: object) -> str:
        if b"Auto-Submitted: auto-generated" in raw:
            subject = str(message_from_bytes(raw, policy=default)["Subject"])
            month.left.append((recipient, world.now, subject))
        return send(raw, sender, recipient, *more)
    world.mailer.send = noted  # type: ignore[method-assign, assignment]
    for at, calls in ticks(seed, start, days, month.fates):
        while events and events[0][0] <= at:
            moment, what, case = events.pop(0)
            world.now = moment
            opened(world, case) if what == 0 else speaks(world, case)
        world.now = at
        for _ in range(calls):  # a late one works as of now, as its handler does
            sweep(world.office, at)
        work(world)
        month.ran.append(at)
    return month


def ticks(seed: int, start: date, days: int, fates: Counter[str]) -> list[tuple[datetime, int]]:
    """When the clock calls, and how often: twice an hour, some lost, some repeated, some a day late."""
    draw = Random(seed + 1)
    first = datetime(start.year, start.month, start.day, tzinfo=PARIS).astimezone(UTC)
    calls: Counter[datetime] = Counter()
    for half in range(days * 48):
        due = first + timedelta(minutes=60 * (half // 2) + 8 * (half % 2))
        fate = draw.choices(("once", "twice", "three times", "lost", "late"), (70, 12, 8, 7, 3))[0]
        if OUTAGE <= due - first < OUTAGE + DAY_LATE:  # a whole working day on which the clock did not call
            fate = "late"
        fates[fate] += 1
        if fate == "lost":
            continue
        at = due + DAY_LATE if fate == "late" else due
        calls[at] += {"twice": 2, "three times": 3}.get(fate, 1)
    return sorted(calls.items())


def reminded(month: Month) -> list[tuple[int, str, datetime]]:
    """What the histories of the files say was sent."""
    return [(case.number, e.what.removeprefix("reminded_"), e.at) for case in month.cases
            for e in month.world.office.tickets.log(case.number, limit=500)
            if isinstance(e, TimelineEntry) and e.what.startswith("reminded_")]
