"""The contract of a unit has changed: its open works files take over owners and ceiling, and open votes their deciders.

A new owner, another share, a unit that was sold: the electorate changes at once, who is no owner any more loses his
voice, and all of it is in the history of each document (D-11, E-L9, E-L11, E-M26). A few files at a time, each once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.domain.property import Mandate
from chalicelib.domain.ticket import Ticket
from chalicelib.usecases.follow_electorate import followed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.job_step import Outcome, next_step
from chalicelib.usecases.people_of_unit import PeopleOfUnit, people_of_unit
from chalicelib.usecases.ports import Office

AT_ONCE = 15
TRIES = 6


def following(user: User, before: Mandate | None, after: Mandate, now: datetime) -> Job | None:
    """The work that a changed contract brings, or None when nothing that files take from it has changed."""
    same = before and (before.owner_ids, before.shares, before.share_base, before.ceiling_cents, before.ends_on,
                       before.starts_on) == (after.owner_ids, after.shares, after.share_base, after.ceiling_cents,
                                             after.ends_on, after.starts_on)
    if same:
        return None
    owners = dict.fromkeys((*(before.owner_ids if before else ()), *after.owner_ids))
    name = derived("follow_mandate", after.id, str(after.version), str(before is None))
    return Job(name, "follow_mandate", user.id, user.name, now, state="applying", due_at=now + STEP_WITHIN,
               facts={"unit": after.unit_id, "owners": " ".join(owners)})


def follow_mandate(office: Office, job: Job, now: datetime) -> Outcome:
    """One step: the next files of the owners that are about this unit. A file that follows already is left alone."""
    numbers: set[int] = set()
    for owner in job.facts["owners"].split():
        found = office.directory.person(owner)
        numbers |= {int(t.where) for t in found[1] if t.kind == "ticket"} if found else set()
    people = people_of_unit(office, job.facts["unit"], paris_day(now))
    ranked = sorted(numbers, reverse=True)
    for number in ranked[job.part * AT_ONCE:(job.part + 1) * AT_ONCE]:
        if people:
            _follow(office, job, number, people, now)
    more = (job.part + 1) * AT_ONCE < len(ranked)
    return next_step(office, job, now, more=more)


def _follow(office: Office, job: Job, number: int, people: PeopleOfUnit, now: datetime) -> None:
    for _ in range(TRIES):
        file = office.tickets.file(number)
        if file is None or not file.ticket.is_open or file.ticket.unit_id != people.unit.id:
            return
        ticket = renewed(file.ticket, people)
        here = replace(file, ticket=ticket)
        change = followed(office, here, here, job.who, derived(job.id, str(number)), now)
        if ticket != file.ticket and not any(isinstance(e, Ticket) for e in change.changed):
            change = change.plus(Change(changed=(ticket,)))
        if change == Change():
            return
        try:
            office.books.commit(change)
        except Outdated:
            continue
        office.queues.mails(office.agency.id, [m.id for m in change.mails])
        return
    raise TimeoutError("the ticket changes faster than it can follow its mandate")


def renewed(ticket: Ticket, people: PeopleOfUnit) -> Ticket:
    """What a works file repeats of the contract. An owner who is still one stays the one written to first."""
    kept = ticket.owner if ticket.owner and ticket.owner.party_id in people.owner_ids else people.owner
    return replace(ticket, owner=kept, owner_ids=people.owner_ids, ceiling_cents=people.ceiling_cents)
