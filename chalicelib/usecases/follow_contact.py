"""The open works files of a person take over his new details, a few at a time, each once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.contact_follow import contact_of, followed
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.usecases.follow_capacity import follow_capacity
from chalicelib.usecases.job_step import Outcome, next_step
from chalicelib.usecases.ports import Office

AT_ONCE = 25
TRIES = 6


def follow_contact(office: Office, job_id: str, now: datetime) -> Outcome:
    """One step: the next files of the person. What is left is announced. A file that follows already is left
    alone, so a step that comes twice does nothing twice."""
    job = office.jobs.job(job_id)
    found = office.directory.person(job.facts["party"]) if job else None
    if job is None or found is None or not job.running:
        return "gone"
    party, ties = found
    before = Contact(party.id, job.facts["name"], job.facts["phone"], job.facts["email"])
    numbers = sorted({int(tie.where) for tie in ties if tie.kind == "ticket"}, reverse=True)
    here = numbers[job.part * AT_ONCE:(job.part + 1) * AT_ONCE]
    for number in here:
        if job.facts.get("capacity"):
            follow_capacity(office, number, before, party, job.who, job.id, now)
        else:
            _follow(office, number, before, contact_of(party))
    more = (job.part + 1) * AT_ONCE < len(numbers)
    return next_step(office, job, now, more=more)


def _follow(office: Office, number: int, before: Contact, after: Contact) -> None:
    for _ in range(TRIES):
        held = office.directory.held([("ticket", str(number))])
        ticket: Ticket | None = held.get(("ticket", str(number)))
        if ticket is None or followed(ticket, before, after) == ticket:
            return
        try:
            office.books.commit(Change(changed=(followed(ticket, before, after),)))
        except Outdated:
            continue
        return
    raise TimeoutError("the ticket changes faster than it can follow its contact")
