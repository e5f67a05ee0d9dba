"""The morning mail of a manager: what waits, what came since the office closed, what leaves by itself today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.calendar import PARIS, OfficeHours, is_business_day, paris_day

OLDEST = 10
FROM, UNTIL = time(7, 30), time(10)


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket of the mail. `who` wrote last, or is to be reminded; `kind` of what."""

    number: int
    title: str = ""
    place: str = ""
    who: str = ""
    stage: str = ""
    urgent: bool = False
    tasks: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Tickets in the order of the list they come from; `leaving`: those with a reminder of today."""

    waiting: int
    oldest: tuple[Line, ...]
    arrived: tuple[Line, ...]
    tasks: tuple[Line, ...]
    leaving: tuple[Line, ...]

    @property
    def empty(self) -> bool:
        return not (self.waiting or self.leaving)


def is_its_hour(now: datetime) -> bool:
    """From 7:30 on business days; a tick that comes late still counts before 10:00."""
    local = now.astimezone(PARIS)
    return is_business_day(local.date()) and FROM <= local.time() < UNTIL


def digest_of(user_id: str, rows: Iterable[Mapping[str, Any]], expected: Iterable[Mapping[str, Any]],
              since: datetime) -> Digest:
    """What concerns one manager: his tickets and those of nobody. `rows`: tickets whose turn is ours."""
    mine = [row for row in rows if row.get("manager", "") in ("", user_id)]
    arrived = [row for row in mine if row.get("unread") and datetime.fromisoformat(str(row["at"])) >= since]
    tasks = [row for row in mine if row.get("tasks")]
    leaving = [row for row in expected if row.get("manager", "") in ("", user_id)]
    return Digest(len(mine), _lines(mine[:OLDEST]), _lines(arrived), _lines(tasks), _lines(leaving))


def _lines(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Rows leave empty values out."""
    return tuple(Line(
        int(row["number"]), row.get("title", ""), row.get("place", ""), row.get("who", ""), row.get("stage", ""),
        row.get("priority") == "urgent", tuple(row.get("tasks", ())), row.get("kind", "")) for row in rows)


def last_closing(hours: OfficeHours, now: datetime) -> datetime:
    """When the office last closed before this morning."""
    day: date = paris_day(now) - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return hours.closing(day)
