"""A long piece of work done in steps: an import, the files that follow a contact, a paper that the application
writes. Each step may come twice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

JobKind = Literal["contractors", "owners", "tenants", "units", "mandates", "tickets", "follow", "follow_mandate",
                  "date_mandates", "handover", "evidence", "paper"]
JobState = Literal["received", "checking", "ready", "applying", "done", "failed"]
RUNNING: Final[tuple[JobState, ...]] = ("received", "checking", "applying")
FAULTS_KEPT: Final = 500
STEP_WITHIN: Final = timedelta(minutes=2)  # a step silent for so long is started again by the sweep


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken: where, what was there, and the code of the sentence that says why."""

    line: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the lines of one pass were. Their sum is the number of lines done."""

    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0

    @property
    def done(self) -> int:
        return self.new + self.changed + self.same + self.bad

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same

    def plus(self, other: Tally) -> Tally:
        return Tally(self.new + other.new, self.changed + other.changed, self.same + other.same, self.bad + other.bad)


@dataclass(frozen=True, slots=True)
class Job:
    """`part` is the next step; `parts` how many there are. `checked` counts the dry run, `applied` the import.

    `source` is the key of the file; `facts` are what the steps of other kinds need. `due_at` is when the
    sweep starts a silent step again; None when nothing is to be done.
    """

    id: str
    kind: JobKind
    user_id: str
    who: str
    created_at: datetime
    state: JobState = "received"
    filename: str = ""
    source: str = ""
    total: int = 0
    parts: int = 0
    part: int = 0
    checked: Tally = field(default_factory=Tally)
    applied: Tally = field(default_factory=Tally)
    faults: tuple[BadLine, ...] = ()
    reason: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    version: int = 0

    @property
    def is_import(self) -> bool:
        """Files that follow a contact, a contract or a new manager, and papers being written, are nobody's list."""
        return self.kind not in ("follow", "follow_mandate", "date_mandates", "handover", "evidence", "paper")

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @property
    def done(self) -> int:
        return (self.applied if self.state in ("applying", "done") else self.checked).done


def stepped(job: Job, tally: Tally, faults: tuple[BadLine, ...], now: datetime) -> Job:
    """The job after one more part; the last one ends the pass. The dry run keeps the faults it finds."""
    part, last = job.part + 1, job.part + 1 >= job.parts
    if job.state == "checking":
        kept = (*job.faults, *faults)[:FAULTS_KEPT]
        moved = replace(job, checked=job.checked.plus(tally), faults=kept, state="ready" if last else "checking")
    else:
        moved = replace(job, applied=job.applied.plus(tally), state="done" if last else "applying")
    return replace(moved, part=0 if last else part, due_at=None if last else now + STEP_WITHIN)


def begun(job: Job, total: int, parts: int, now: datetime) -> Job:
    """The file is read and cut into parts; an empty one is checked already."""
    state: JobState = "checking" if parts else "ready"
    return replace(job, state=state, total=total, parts=parts, part=0, due_at=now + STEP_WITHIN if parts else None)


def ended(job: Job, **facts: str) -> Job:
    """The work is done; `facts` say what it made."""
    return replace(job, state="done", facts=job.facts | facts, due_at=None)


def failed(job: Job, reason: str) -> Job:
    return replace(job, state="failed", reason=reason, due_at=None)


def applying(job: Job, now: datetime) -> Job:
    return replace(job, state="applying", part=0, due_at=now + STEP_WITHIN)
