"""Somebody asks for the evidence of a works file: the work is kept and announced. Asked twice with one form is once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import NotFound
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def ask_evidence(office: Office, user: User, number: int, nonce: str, now: datetime) -> str:
    """The id of the job, the same for the same form. Raises NotFound."""
    if office.tickets.file(number) is None:
        raise NotFound("ticket")
    job = Job(derived("evidence", office.agency.id, str(number), nonce), "evidence", user.id, user.name, now,
              facts={"ticket": str(number)}, due_at=now + STEP_WITHIN)
    try:
        office.books.commit(Change(added=(job,)))
    except Outdated:
        return job.id
    office.queues.jobs(office.agency.id, [job.id])
    return job.id
