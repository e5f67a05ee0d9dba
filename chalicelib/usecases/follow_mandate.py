"""The contract of a unit has changed: its open works files take over owners and ceiling, and open votes their deciders.

A new owner, another share, a unit that was sold: the electorate changes at once, who is no owner any more loses his
voice, and all of it is in the history of each document (D-11, E-L9, E-L11, E-M26). A few files at a time, each once.
A day to come on which a mandate begins or ends is work that waits for that midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain import capacity
from chalicelib.domain.agency import User
from chalicelib.domain.calendar import midnight, paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.domain.property import Mandate
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.end_mandate import mandate_ended
from chalicelib.usecases.file_act import follow_file
from chalicelib.usecases.follow_electorate import followed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.job_step import Outcome, next_step
from chalicelib.usecases.people_of_unit import PeopleOfUnit, people_of_unit
from chalicelib.usecases.ports import Office

AT_ONCE = 15


def following(user: User, before: Mandate | None, after: Mandate, now: datetime) -> tuple[Job, ...]:
    """The work that a changed contract brings, now and on each day to come that it names; none when nothing that
    files take from it has changed. Belongs into the transaction of the contract; only the first is due now."""
    if before and _taken(before) == _taken(after):
        return ()
    owners = dict.fromkeys((*(before.owner_ids if before else ()), *after.owner_ids))
    name = derived("follow_mandate", after.id, str(after.version), repr(before and _taken(before)), repr(_taken(after)))
    job = Job(name, "follow_mandate", user.id, user.name, now, state="applying", due_at=now + STEP_WITHIN,
              facts={"unit": after.unit_id, "owners": " ".join(owners)})
    return (job, *(replace(job, id=derived(name, day.isoformat()), due_at=day) for day in _days(after, now)))


def dated(mandate: Mandate, now: datetime) -> tuple[Job, ...]:
    """The work of the days to come that a contract names, for one that was kept before such work was written."""
    return tuple(Job(derived("follow_mandate", mandate.id, "dated", day.isoformat()), "follow_mandate", "", "", now,
                     state="applying", due_at=day,
                     facts={"unit": mandate.unit_id, "owners": " ".join(mandate.owner_ids)})
                 for day in _days(mandate, now))


def _taken(mandate: Mandate) -> tuple[object, ...]:
    """What works files and their votes take from a contract."""
    return (mandate.owner_ids, mandate.shares, mandate.share_base, mandate.vote_rule, mandate.ceiling_cents,
            mandate.starts_on, mandate.ends_on)


def _days(mandate: Mandate, now: datetime) -> Iterator[datetime]:
    """The moments to come when it begins to run, and when it no longer does."""
    ended = mandate.ends_on + timedelta(days=1) if mandate.ends_on else None
    for day in (mandate.starts_on, ended):
        if day and midnight(day) > now:
            yield midnight(day)


def follow_mandate(office: Office, job: Job, now: datetime) -> Outcome:
    """One step: the next files about this unit, found with everybody who owned or rented it. A file that follows
    already is left alone."""
    ranked = _files(office, job)
    people = people_of_unit(office, job.facts["unit"], paris_day(now))
    for number in ranked[job.part * AT_ONCE:(job.part + 1) * AT_ONCE]:
        if people:
            _follow(office, people, number, job.who, job.id, now)
    more = (job.part + 1) * AT_ONCE < len(ranked)
    return next_step(office, job, now, more=more)


def _files(office: Office, job: Job) -> list[int]:
    """Works files of these people, the newest first: a file without an owner is found with the owners before."""
    found = office.directory.unit(job.facts["unit"])
    _, leases, mandates = found or (None, [], [])
    people = (*job.facts["owners"].split(), *(owner for m in mandates for owner in m.owner_ids),
              *(lease.tenant_id for lease in leases))
    numbers: set[int] = set()
    for person in dict.fromkeys(people):
        known = office.directory.person(person)
        numbers |= {int(t.where) for t in known[1] if t.kind == "ticket"} if known else set()
    return sorted(numbers, reverse=True)


def caught_up(office: Office, number: int, now: datetime) -> None:
    """Before a vote counts: a day on which owners changed may have begun a moment ago, and the votes of this file
    follow it first. Changes nothing when its deciders are those of today."""
    file = office.tickets.file(number)
    if file is None or not file.ticket.is_open or not file.ticket.unit_id:
        return
    rounds = [a for a in file.approvals if a.state == "open"]
    people = people_of_unit(office, file.ticket.unit_id, paris_day(now)) if rounds else None
    named = {p.party_id for p in file.participants if p.role == "decider"}
    if not people:
        return
    theirs, voting = set(people.owner_ids), {e.party_id for a in rounds for e in a.electors}
    if people.over or set(file.ticket.owner_ids) != theirs or not voting <= named | theirs:
        _follow(office, people, number, "", derived("caught_up", str(number), str(file.ticket.version)), now)


def _follow(office: Office, people: PeopleOfUnit, number: int, who: str, cause: str, now: datetime) -> None:
    def decide(file: TicketFile) -> Change | None:
        if file.ticket.unit_id != people.unit.id:
            return None
        change = with_unit(office, file, people, who, derived(cause, str(number)), now)
        return None if change == Change() else change

    follow_file(office, number, decide)


def with_unit(office: Office, file: TicketFile, people: PeopleOfUnit, who: str, cause: str, now: datetime) -> Change:
    """What it means for one open file that these are the people of its unit; nothing when it knows them."""
    if people.over:
        return mandate_ended(office, file, who, cause, now)
    others = {p.party_id for p in file.participants} & set(file.ticket.unable) - set(people.owner_ids)
    here = replace(file, ticket=capacity.following(renewed(file.ticket, people), {*people.unable, *others}, now))
    change = followed(office, here, here, who, cause, now)
    if here.ticket != file.ticket and not any(isinstance(e, Ticket) for e in change.changed):
        return change.plus(Change(changed=(here.ticket,)))
    return change


def renewed(ticket: Ticket, people: PeopleOfUnit) -> Ticket:
    """What a works file repeats of the contract. An owner who is still one stays the one written to first."""
    kept = ticket.owner if ticket.owner and ticket.owner.party_id in people.owner_ids else people.owner
    return replace(ticket, owner=kept, owner_ids=people.owner_ids, ceiling_cents=people.ceiling_cents)
