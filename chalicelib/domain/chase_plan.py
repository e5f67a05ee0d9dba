"""One thing waited for, the dated steps by which it is asked for again, and the clock they follow. Pure (D-32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.agency import Agency
from chalicelib.domain.calendar import OfficeHours, after_business_days, paris_day, read_hours
from chalicelib.domain.reminder import Kind
from chalicelib.domain.tasks import TASKS
from chalicelib.domain.ticket_file import TicketFile

MAIL, LAST = "mail", "last"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens when: a mail, a last notice, or a task that gives the turn back to us."""

    due: datetime
    act: str

    @property
    def writes(self) -> bool:
        return self.act not in TASKS


@dataclass(frozen=True, slots=True)
class Chase:
    """One thing waited for from one person. The clock of its steps runs from `anchor`; `document_id` is the paper put
    to him, empty for the quotes that hold the works."""

    kind: Kind
    party_id: str
    name: str
    anchor: datetime
    steps: tuple[Step, ...]
    document_id: str = ""

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is asked of whom, as a Reminder says it."""
        return self.kind, self.party_id, self.document_id


def hours_of(agency: Agency) -> OfficeHours:
    return read_hours(agency.opens_at, agency.closes_at)


@dataclass(frozen=True, slots=True)
class ChasePlan:
    """What the chases of one file are made with."""

    file: TicketFile
    pace: dict[str, int]
    hours: OfficeHours

    def chase(self, kind: Kind, party_id: str, name: str, anchor: datetime, steps: tuple[Step, ...],
              document_id: str = "") -> Chase:
        """Nobody who was never written to gets a reminder: only the tasks remain."""
        known = self.file.conversation(party_id)
        kept = steps if known and known.email else tuple(s for s in steps if not s.writes)
        return Chase(kind, party_id, name, anchor, kept, document_id)

    def clock(self, party_id: str, since: datetime) -> datetime | None:
        """When the waiting began: asked, asked again by hand, or answered with something else. None while the
        answer lies unread with us."""
        asked = self.latest(since, self.chased_at(party_id))
        spoke = self.spoke_at(party_id)
        if spoke is None or spoke <= asked:
            return asked
        return None if self.file.ticket.answer_due else spoke

    def chased_at(self, party_id: str) -> datetime | None:
        known = self.file.conversation(party_id)
        return known.chased_at if known else None

    def spoke_at(self, party_id: str) -> datetime | None:
        """By mail, or with a question or directions on his page."""
        known = self.file.conversation(party_id)
        said = [d.at for a in self.file.approvals for d in a.directives if d.party_id == party_id]
        return max((*said, *((known.spoke_at,) if known and known.spoke_at else ())), default=None)

    def latest(self, first: datetime, *others: datetime | None) -> datetime:
        return max((first, *(o for o in others if o is not None)))

    def in_days(self, anchor: datetime, setting: str, act: str = MAIL) -> Step:
        return Step(self.hours.opening(after_business_days(paris_day(anchor), self.pace[setting])), act)

    def urgent(self, anchor: datetime, task: str) -> tuple[Step, ...]:
        return (Step(self.hours.after(anchor, self.pace["urgent_hours"]), MAIL),
                Step(anchor + timedelta(hours=self.pace["urgent_call_hours"]), task))
