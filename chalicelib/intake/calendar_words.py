"""The day a sentence names: « mardi 24 à 9 h », « le 3 décembre », « demain matin », "next Monday", "on 24/11"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from chalicelib.intake.months import MONTHS

_DAYS = {
    "lundi": 0, "monday": 0, "mardi": 1, "tuesday": 1, "mercredi": 2, "wednesday": 2, "jeudi": 3, "thursday": 3,
    "vendredi": 4, "friday": 4, "samedi": 5, "saturday": 5, "dimanche": 6, "sunday": 6,
}
_NEAR = {"aujourd'hui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres-demain": 2, "apres demain": 2}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(_DAYS)
_FOUND = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<d>[0-3]?\d)[/.](?P<m>[01]?\d)(?:[/.](?P<y>20\d\d|\d\d))?(?![\d.,/])"
    rf"|(?P<d2>[0-3]?\d)(?:er|st|nd|rd|th)? (?:of )?(?P<name>{_MONTH})\b\.?(?: (?P<y2>20\d\d))?"
    rf"|(?P<name3>{_MONTH}) (?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<y3>20\d\d))?"
    rf"|(?P<week>{_WEEKDAY})(?: (?P<next>prochain|suivant))?(?: (?P<d4>[0-3]?\d)(?![\d:h/]| ?h\b))?"
    rf"|(?P<near>{'|'.join(sorted(_NEAR, key=len, reverse=True))}))")


def day_in(sentence: str, today: date) -> date | None:
    """The first day named in a folded sentence that is today or later, at most a year away."""
    for found in _FOUND.finditer(sentence):
        day = _day(found.groupdict(), today)
        if day and today <= day <= today + timedelta(days=366):
            return day
    return None


def _day(said: dict[str, str | None], today: date) -> date | None:
    try:
        if said["iso"]:
            return date.fromisoformat(said["iso"])
        if said["near"]:
            return today + timedelta(days=_NEAR[said["near"]])
        if said["week"]:
            return _weekday(_DAYS[said["week"]], said["d4"], today)
        name = said["name"] or said["name3"]
        month = MONTHS[name] if name else int(said["m"] or 0)
        number = int(said["d"] or said["d2"] or said["d3"] or 0)
        return _dated(number, month, said["y"] or said["y2"] or said["y3"], today)
    except ValueError:
        return None


def _weekday(wanted: int, number: str | None, today: date) -> date | None:
    """The next such weekday; with a number, the next one that bears it."""
    first = today + timedelta(days=(wanted - today.weekday()) % 7 or 7)
    if number is None:
        return first
    days = (today + timedelta(days=n) for n in range(62))
    return next((d for d in days if d.weekday() == wanted and d.day == int(number)), None)


def _dated(number: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    this = date(today.year, month, number)
    return this if this >= today else date(today.year + 1, month, number)
