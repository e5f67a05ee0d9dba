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
class Digest:
    """Rows of tickets as lists show them, in their order; `leaving` are expected reminders (number, kind, who)."""

    waiting: int
    oldest: tuple[Mapping[str, Any], ...]
    arrived: tuple[Mapping[str, Any], ...]
    tasks: tuple[Mapping[str, Any], ...]
    leaving: tuple[Mapping[str, Any], ...]

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
    leaving = [e for e in expected if e.get("manager", "") in ("", user_id)]
    return Digest(len(mine), tuple(mine[:OLDEST]), tuple(arrived), tuple(row for row in mine if row.get("tasks")),
                  tuple(leaving))


def last_closing(hours: OfficeHours, now: datetime) -> datetime:
    """When the office last closed before this morning."""
    day: date = paris_day(now) - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return hours.closing(day)
