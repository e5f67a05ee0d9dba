"""Files to import, handed in as a browser does, and their jobs run to the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from chalicelib.domain.job import Job, JobKind
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.start_import import apply_import, import_prefix, start_import
from infra.seed.cast import CLAIRE
from tests.fakes.office import World

LIMIT = 25_000_000


def csv_file(headings: Sequence[str], rows: Sequence[Sequence[str]], mark: str = ";") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def hand_in(world: World, kind: JobKind, content: bytes, name: str = "fichier.csv") -> str:
    """The id of the job."""
    key = f"{import_prefix(world.office.agency.id)}{len(world.files.objects)}/{name}"
    world.files.objects[key] = (content, "text/csv")
    return start_import(world.office, CLAIRE, kind, key, name, LIMIT, world.now)


def advance(world: World, job_id: str) -> Job:
    """Every step of this pass."""
    while advance_job(world.office, job_id, world.now) == "more":
        pass
    return found(world, job_id)


def taken_in(world: World, kind: JobKind, content: bytes, name: str = "fichier.csv") -> Job:
    """Checked, then imported."""
    job = advance(world, hand_in(world, kind, content, name))
    assert job.state == "ready", job
    if not job.checked.good:
        return job
    apply_import(world.office, CLAIRE, job.id, world.now)
    return advance(world, job.id)


def found(world: World, job_id: str) -> Job:
    job = world.office.jobs.job(job_id)
    assert job is not None
    return job
