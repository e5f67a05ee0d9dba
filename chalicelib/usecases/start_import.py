"""A manager hands in a file: it is kept, and the work of reading it is announced. Importing it is a second act."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import job as work
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.job import STEP_WITHIN, Job, JobKind
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only


def import_prefix(agency_id: str) -> str:
    """Keys of handed-in files name their agency, so that no key opens another one's (F-2). What lies under
    import/ is thrown away after ninety days, as the job is."""
    return f"import/{agency_id}/files/"


def start_import(office: Office, user: User, kind: JobKind, key: str, filename: str, limit: int,
                 now: datetime) -> str:
    """The id of the job, the same for the same file. Raises NotFound, NotAllowed, Invalid."""
    facts = office.files.facts(key) if key.startswith(import_prefix(office.agency.id)) else None
    if facts is None:
        raise NotFound("upload")
    managers_only(user)
    if not 0 < facts.size <= limit:
        raise Invalid(Fault("file", "too_large" if facts.size else "empty"))
    job = Job(derived("import", key, kind), kind, user.id, user.name, now, filename=filename[:200], source=key,
              due_at=now + STEP_WITHIN)
    try:
        office.books.commit(Change(added=(job,)))
    except Outdated:
        return job.id  # handed in twice
    office.queues.jobs(office.agency.id, [job.id])
    return job.id


def apply_import(office: Office, user: User, job_id: str, now: datetime) -> None:
    """The checked lines are to be taken in. Twice is once. Raises NotFound, NotAllowed, Conflict."""
    job = office.jobs.job(job_id)
    if job is None or not job.is_import:
        raise NotFound("import")
    managers_only(user)
    if job.state in ("applying", "done"):
        return
    if job.state != "ready" or not job.checked.good:
        raise Conflict("import_not_ready")
    try:
        office.books.commit(Change(changed=(work.applying(job, now),)))
    except Outdated as faster:
        raise Conflict("import_not_ready") from faster
    office.queues.jobs(office.agency.id, [job.id])
