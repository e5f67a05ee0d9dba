"""A manager leaves, his open works files go to another one (E-M13): a few at a time, each once.

Reply addresses and links belong to the files, not to their manager: they stay as they are, and what comes in
is told to the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain import staff
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Fault, Invalid, NotFound
from chalicelib.domain.job import STEP_WITHIN, Job, failed
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

PAGE = 150  # files looked at in one step
AT_ONCE = 15  # files of one transaction
TRIES = 6
Outcome = Literal["done", "more", "gone", "failed"]


def hand_over(office: Office, user: User, leaving_id: str, to_id: str, nonce: str, now: datetime) -> None:
    """Announce the work. The same form twice is one job. Raises NotFound, NotAllowed, Invalid."""
    managers_only(user)
    users = {u.id: u for u in office.directory.users()}
    if leaving_id not in users:
        raise NotFound("user")
    to = users.get(to_id)
    if to is None or not staff.is_manager(to) or to_id == leaving_id:
        raise Invalid(Fault("to", "unknown"))
    facts = {"from": leaving_id, "to": to_id, "cursor": "", "moved": ""}
    job = Job(derived("handover", leaving_id, to_id, nonce), "handover", user.id, user.name, now, state="applying",
              facts=facts, due_at=now + STEP_WITHIN)
    try:
        office.books.commit(Change(added=(job,)))
    except Outdated:
        return  # the same form before
    office.queues.jobs(office.agency.id, [job.id])


def move_files(office: Office, job_id: str, now: datetime) -> Outcome:
    """One step: a page of the open files. The list is walked until a whole walk finds nothing left, since files
    change their place in it while they move. A step that comes twice finds its files moved."""
    job = office.jobs.job(job_id)
    if job is None or not job.running:
        return "gone"
    to = office.directory.user(job.facts["to"])
    if to is None or not staff.is_manager(to):
        return _saved(office, failed(job, "user_gone"), "failed")
    listing = office.tickets.rows("all", limit=PAGE, cursor=job.facts["cursor"])
    mine = [row for row in listing.rows if row.get("manager", "") == job.facts["from"]]
    moved = _moved(office, job, to, mine, now)
    again = "1" if moved or job.facts["moved"] else ""
    if listing.cursor:
        facts = job.facts | {"cursor": listing.cursor, "moved": again}
    else:
        facts = job.facts | {"cursor": "", "moved": ""}
    more = bool(listing.cursor or again)
    after = replace(job, part=job.part + 1, facts=facts, state="applying" if more else "done",
                    due_at=now + STEP_WITHIN if more else None)
    outcome = _saved(office, after, "more" if more else "done")
    if outcome == "more":
        office.queues.jobs(office.agency.id, [job.id])
    return outcome


def _saved(office: Office, after: Job, outcome: Outcome) -> Outcome:
    try:
        office.books.commit(Change(changed=(after,)))
    except Outdated:
        return "gone"  # another worker took this step
    return outcome


def _moved(office: Office, job: Job, to: User, rows: list[dict[str, Any]], now: datetime) -> bool:
    numbers = [int(row["number"]) for row in rows]
    chunks = [numbers[at:at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
    return sum(_chunk(office, job, to, chunk, now) for chunk in chunks) > 0


def _chunk(office: Office, job: Job, to: User, numbers: list[int], now: datetime) -> bool:
    """Whether anything moved; a file that changed meanwhile is read again with the others."""
    for _ in range(TRIES):
        held = office.directory.held(("ticket", str(number)) for number in numbers)
        files = [t for t in held.values() if t.is_open and t.manager_id == job.facts["from"]]
        if not files:
            return False
        try:
            office.books.commit(_change(job, to, files, now))
        except Outdated:
            continue
        return True
    raise TimeoutError("the tickets change faster than they can be handed over")


def _change(job: Job, to: User, files: Iterable[Ticket], now: datetime) -> Change:
    files = tuple(files)
    entries = tuple(TimelineEntry(t.number, derived(job.id, str(t.number), str(t.version)), now, "handed_over", job.who,
                                  {"to": to.name}) for t in files)
    return Change(added=entries, changed=tuple(replace(t, manager_id=to.id) for t in files))
