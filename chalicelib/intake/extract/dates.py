"""Days printed on a page: 03/03/2026, 3 mars 2026, 1er décembre 2026, March 3rd, 2026, 2026-03-03.

The day comes first, as in France; a date that does not exist, or outside 2000 to 2099, is not a date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chalicelib.intake.extract.words import folded
from chalicelib.intake.months import MONTHS

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
    (?P<y1>20\d\d)[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
    |(?P<d2>\d{{1,2}})\s?(?P<s>[-/.])\s?(?P<m2>\d{{1,2}})\s?(?P=s)\s?(?P<y2>20\d\d|\d\d)
    |(?P<d3>\d{{1,2}})\s?(?:er|st|nd|rd|th)?[\s.-]+(?P<m3>{_NAMES})\.?,?[\s.-]+(?P<y3>20\d\d)
    |(?P<m4>{_NAMES})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>20\d\d)
    )(?![\w/]|[.,-]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?P<n>\d{1,3}|un|deux|trois|six|one|two|three)\s*(?:\((?:\d+|\w+)\)\s*)?"
    r"(?P<unit>jours?|j|days?|semaines?|weeks?|mois|months?|an|ans|year)\b",
    re.IGNORECASE,
)
_WORDS: Final = {"un": 1, "deux": 2, "trois": 3, "six": 6, "one": 1, "two": 2, "three": 3}


@dataclass(frozen=True, slots=True)
class Day:
    """One date and the span it was printed on."""

    on: date
    start: int
    end: int


def days_in(text: str) -> list[Day]:
    """Every date of a text, from left to right."""
    found = (_day(match) for match in _DATE.finditer(folded(text)))
    return [day for day in found if day is not None]


def after_duration(start: date, text: str) -> date | None:
    """The day a duration of the text ends, « 30 jours », « 3 mois », « 45 jours fin de mois »."""
    flat = folded(text)
    match = _DURATION.search(flat)
    if match is None:
        return None
    count = _WORDS.get(match["n"]) or int(match["n"])
    end = _advance(start, count, match["unit"][:2])
    return _month_end(end) if re.search(r"fin\s+de\s+mois|end\s+of\s+month", flat) else end


def _day(match: re.Match[str]) -> Day | None:
    group = next(number for number in "1234" if match[f"d{number}"])
    month = match[f"m{group}"]
    year = int(match[f"y{group}"])
    try:
        on = date(
            year + 2000 if year < 100 else year, MONTHS.get(month) or int(month), int(match[f"d{group}"])
        )
    except ValueError:
        return None
    return Day(on, match.start(), match.end())


def _advance(start: date, count: int, unit: str) -> date:
    if unit in ("j", "jo", "da"):
        return start + timedelta(days=count)
    if unit in ("se", "we"):
        return start + timedelta(weeks=count)
    months = start.month - 1 + count * (12 if unit in ("an", "ye") else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
