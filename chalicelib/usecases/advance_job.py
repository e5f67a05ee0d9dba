"""One step of a long piece of work: read the file, check a part, take a part in, or write a paper. Then the next
is announced.

A step may come twice, or stop in the middle: what it decides follows from the lines and from what is known, so
the second time finds everything done. The part counter moves last, guarded by the job's version (R-5).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from chalicelib.domain import job as work
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.job import BadLine, Job, Tally
from chalicelib.intake.import_columns import matched, title_of
from chalicelib.intake.table_file import Unreadable, lines_of
from chalicelib.usecases.date_mandates import date_mandates
from chalicelib.usecases.follow_contact import follow_contact
from chalicelib.usecases.follow_mandate import follow_mandate
from chalicelib.usecases.hand_over import move_files
from chalicelib.usecases.import_lines import Refused, Scene, Take, Texts
from chalicelib.usecases.import_parties import foresee, take_party, take_tenant
from chalicelib.usecases.import_places import foresee_units, take_mandate, take_unit
from chalicelib.usecases.import_tickets import foresee_tickets, take_ticket
from chalicelib.usecases.make_evidence import write_evidence
from chalicelib.usecases.ports import Office
from chalicelib.usecases.working_set import WorkingSet
from chalicelib.usecases.write_paper import write_paper

PART = {"contractors": 400, "owners": 400, "tenants": 300, "units": 400, "mandates": 150, "tickets": 200}
TRIES = 5
VALUE_SHOWN = 80
NO_WORDS: Mapping[str, str] = MappingProxyType({})
Outcome = Literal["done", "more", "gone", "failed"]
Line = tuple[int, dict[str, str]]
TAKES: dict[str, Take] = {
    "contractors": take_party, "owners": take_party, "tenants": take_tenant, "units": take_unit,
    "mandates": take_mandate, "tickets": take_ticket,
}


def advance_job(office: Office, job_id: str, now: datetime, words: Mapping[str, str] = NO_WORDS) -> Outcome:
    """Errors of our stores are raised: the queue brings the step back, or the sweep does. `words` are the sentences
    of history codes, for papers that print them."""
    job = office.jobs.job(job_id)
    if job is None or not job.running:
        return "gone"
    if job.kind == "follow":
        return follow_contact(office, job_id, now)
    if job.kind == "follow_mandate":
        return follow_mandate(office, job, now)
    if job.kind == "date_mandates":
        return date_mandates(office, job, now)
    if job.kind == "handover":
        return move_files(office, job_id, now)
    if job.kind == "evidence":
        return write_evidence(office, job, words, now)
    if job.kind == "paper":
        return write_paper(office, job_id, now)
    after = _prepared(office, job, now) if job.state == "received" else _next(office, job, now)
    try:
        office.books.commit(Change(changed=(after,)))
    except Outdated:
        return "gone"  # another worker took this step, with the same result
    if after.running:
        office.queues.jobs(office.agency.id, [job.id])
        return "more"
    return "failed" if after.state == "failed" else "done"


def part_key(agency_id: str, job: Job, part: int) -> str:
    return f"import/{agency_id}/{job.id}/{part:04}.json"


def _prepared(office: Office, job: Job, now: datetime) -> Job:
    """The file is cut into parts of lines by field. What cannot be read ends the job with its reason."""
    try:
        (_, headings), *rows = lines_of(office.files.get(job.source))
    except Unreadable as reason:
        return work.failed(job, str(reason))
    fields, missing = matched(job.kind, headings)
    if missing:
        facts = job.facts | {"missing": ", ".join(missing)}
        return work.failed(replace(job, facts=facts), "missing_columns")
    lines = [(number, {name: row[at] for at, name in fields.items() if at < len(row) and row[at]})
             for number, row in rows]
    kept = [line for line in lines if line[1]]
    if not kept:
        return work.failed(job, "empty")
    size = PART[job.kind]
    parts = [kept[at:at + size] for at in range(0, len(kept), size)]
    for number, part in enumerate(parts):
        content = json.dumps(part, ensure_ascii=False).encode()
        office.files.put(part_key(office.agency.id, job, number), content, "application/json")
    return work.begun(job, len(kept), len(parts), now)


def _next(office: Office, job: Job, now: datetime) -> Job:
    lines: list[Line] = json.loads(office.files.get(part_key(office.agency.id, job, job.part)))
    for _ in range(TRIES):
        try:
            tally, faults = _pass(office, job, lines, now)
        except Outdated:
            continue  # a colleague changed one of these things: decide again from fresh facts
        return work.stepped(job, tally, faults, now)
    raise TimeoutError("the directory changes faster than it can be imported")


def _pass(office: Office, job: Job, lines: Sequence[Line], now: datetime) -> tuple[Tally, tuple[BadLine, ...]]:
    applying = job.state == "applying"
    user = User(job.user_id, office.agency.id, job.who, "")
    scene = Scene(office, job.kind, user, now, WorkingSet(office.directory.held))
    _foresee(scene, [texts for _, texts in lines], applying=applying)
    take, bad = TAKES[job.kind], []
    counts = {"new": 0, "changed": 0, "same": 0, "bad": 0}
    for number, texts in lines:
        try:
            counts[take(scene, texts)] += 1
        except Refused as refusal:
            counts["bad"] += 1
            bad += _told(job, number, texts, refusal)
        if applying and scene.work.full:
            office.books.commit(scene.work.taken())
    if applying:
        office.books.commit(scene.work.taken())
    return Tally(**counts), tuple(bad)


def _foresee(scene: Scene, lines: Sequence[Texts], *, applying: bool) -> None:
    if scene.kind in ("contractors", "owners", "tenants"):
        foresee(scene, lines)
    elif scene.kind == "units":
        foresee_units(scene, lines)
    elif scene.kind == "tickets":
        foresee_tickets(scene, lines, applying=applying)


def _told(job: Job, number: int, texts: Texts, refusal: Refused) -> list[BadLine]:
    """One entry per field of a bad line, with what was there."""
    return [BadLine(number, title_of(job.kind, f.field), " ".join(texts.get(f.field, "").split())[:VALUE_SHOWN], f.code)
            for f in refusal.faults]
