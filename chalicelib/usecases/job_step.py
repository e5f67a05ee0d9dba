"""The end of one step of a long piece of work: counted once, and the next one announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.usecases.ports import Office

Outcome = Literal["done", "more", "gone"]


def next_step(office: Office, job: Job, now: datetime, *, more: bool) -> Outcome:
    """« gone » when another worker took this step, with the same result."""
    after = replace(job, part=job.part + 1, state="applying" if more else "done",
                    due_at=now + STEP_WITHIN if more else None)
    try:
        office.books.commit(Change(changed=(after,)))
    except Outdated:
        return "gone"
    if more:
        office.queues.jobs(office.agency.id, [job.id])
    return "more" if more else "done"
