"""Mandates kept before the product noted the days on which they begin or end get their dated work, once per agency.

A mandate that is saved writes that work itself (`follow_mandate.following`). Those that nobody has saved since are
walked through a few units at a time, begun with the first morning mail: a bounded number of requests a step, and one
a day afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.usecases.follow_mandate import dated
from chalicelib.usecases.identity import derived
from chalicelib.usecases.job_step import Outcome, next_step
from chalicelib.usecases.ports import Office

AT_ONCE = 40  # units of a step: a request each, and one more for each day to come


def to_begin(office: Office, now: datetime) -> tuple[Job, ...]:
    """The work, unless it was begun before: one request."""
    job_id = derived("date_mandates", office.agency.id)
    if office.jobs.job(job_id):
        return ()
    return (Job(job_id, "date_mandates", "", "", now, state="applying", due_at=now + STEP_WITHIN,
                facts={"cursor": ""}),)


def date_mandates(office: Office, job: Job, now: datetime) -> Outcome:
    """One step: the next units. Work that is written already is left alone, so a step may come twice."""
    listing = office.directory.page("unit", AT_ONCE, job.facts["cursor"])
    for row in listing.rows:
        found = office.directory.unit(str(row["id"]))
        for work in (w for mandate in (found[2] if found else ()) for w in dated(mandate, now)):
            try:
                office.books.commit(Change(added=(work,)))
            except Outdated:
                continue  # an earlier try wrote it
    return next_step(office, replace(job, facts={"cursor": listing.cursor}), now, more=bool(listing.cursor))
