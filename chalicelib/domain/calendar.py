"""When an office works: French public holidays, business days, opening hours in Paris (E-M6, D-32).

Instants are aware and come back in UTC; days are Paris days. A public holiday is computed for any year,
so that nothing has to be entered in January. Alsace and Moselle's two more days are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Thursday, Whit Monday
_DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * last) // 451
    month, day = divmod(h + last - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of a year."""
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*fixed, *(easter(year) + timedelta(days=n) for n in _AFTER_EASTER)))


def is_business_day(day: date) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def on_or_after(day: date) -> date:
    """The day itself, or the next business day."""
    while not is_business_day(day):
        day += _DAY
    return day


def after_business_days(day: date, count: int) -> date:
    """The `count`-th business day after a day; the day itself is never counted. `count` is at least 1."""
    for _ in range(count):
        day = on_or_after(day + _DAY)
    return day


def paris_day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def midnight(day: date) -> datetime:
    """The first instant of a Paris day."""
    return _at(day, time())


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours between which a machine may write, on business days: `opens` included, `closes` not."""

    opens: time
    closes: time

    def opening(self, day: date) -> datetime:
        return _at(day, self.opens)

    def closing(self, day: date) -> datetime:
        return _at(day, self.closes)

    def are_open(self, moment: datetime) -> bool:
        day = paris_day(moment)
        return is_business_day(day) and self.opening(day) <= moment < self.closing(day)

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when the office is open, else its next opening."""
        if self.are_open(moment):
            return moment
        return next(self.opening(day) for day in _days(paris_day(moment)) if self.opening(day) >= moment)

    def after(self, moment: datetime, hours: int) -> datetime:
        """The instant at which that many hours have been worked since."""
        left = timedelta(hours=hours)
        at = self.next_open(moment)
        while left > self.closing(paris_day(at)) - at:
            left -= self.closing(paris_day(at)) - at
            at = self.next_open(self.closing(paris_day(at)))
        return at + left


def _days(first: date) -> Iterator[date]:
    day = first
    while True:
        if is_business_day(day):
            yield day
        day += _DAY


def read_hours(opens: str, closes: str) -> OfficeHours:
    """Hours written HH:MM. What is no hour, or leaves no time to work, is 08:00 to 19:00."""
    try:
        found = OfficeHours(time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError:
        found = OfficeHours(time(8), time(8))
    return found if found.opens < found.closes else OfficeHours(time(8), time(19))
