"""An absence has an end: « jusqu'au 15 août », "until 15 August", « du 3 au 15/08/2026 » (M-80).

The day is read where the sentence says the absence ends; a day without a year is the next one
after the mail was written, and without a date on the mail it is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

_MONTHS = {
    1: ("janvier", "janv", "january", "jan", "januar", "januari", "enero", "gennaio", "janeiro"),
    2: ("fevrier", "fevr", "fev", "february", "feb", "februar", "februari", "febrero", "febbraio",
        "fevereiro"),
    3: ("mars", "march", "mar", "marz", "maart", "marzo", "marco"),
    4: ("avril", "avr", "april", "apr", "abril", "aprile"),
    5: ("mai", "may", "mei", "mayo", "maggio", "maio"),
    6: ("juin", "june", "jun", "juni", "junio", "giugno", "junho"),
    7: ("juillet", "juil", "july", "jul", "juli", "julio", "luglio", "julho"),
    8: ("aout", "august", "aug", "augustus", "agosto"),
    9: ("septembre", "sept", "september", "sep", "septiembre", "settembre", "setembro"),
    10: ("octobre", "oct", "october", "oktober", "okt", "octubre", "ottobre", "outubro"),
    11: ("novembre", "nov", "november", "noviembre", "novembro"),
    12: ("decembre", "dec", "december", "dezember", "diciembre", "dicembre", "dezembro"),
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names}

_ENDS = re.compile(
    r"\b(?:jusqu'au|jusqu'a|jusque|until|till|through|bis zum|bis|hasta el|hasta|fino al|ate|tot en met|tot"
    r"|de retour (?:le|a partir du|au bureau le)|retour (?:prevu )?(?:le|:)|(?:back|return(?:ing)?) on"
    r"|du \d{1,2}[^\n.]{0,30}? au)\b"
)
_DAY = re.compile(
    r"\W{0,3}(?:\w{3,12}\W{1,2})?(?:the |le |el |al |den |dem )?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})(?:[/.](?P<y>\d{4}|\d{2}))?"
    r"|(?P<d2>\d{1,2})(?:er|st|nd|rd|th|\.)? (?:de |of )?(?P<name>[a-z]{3,10})\.?"
    r"(?:,? (?:de )?(?P<y2>\d{4}))?"
    r"|(?P<name3>[a-z]{3,10})\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y3>\d{4}))?)"
)
_READ = 4_000


def absent_until(text: str, written: datetime | None) -> date | None:
    """The last day of the absence a text announces, if it says one."""
    plain = _plain(text[:_READ])
    for ends in _ENDS.finditer(plain):
        day = _DAY.match(plain, ends.end())
        found = _date(day, written) if day else None
        if found:
            return found
    return None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())


def _date(day: re.Match[str], written: datetime | None) -> date | None:
    said = day.groupdict()
    try:
        if said["iso"]:
            return date.fromisoformat(said["iso"])
        name = said["name"] or said["name3"]
        month = _MONTH[name] if name else int(said["m"])
        number = int(said["d"] or said["d2"] or said["d3"])
        return _in_year(said["y"] or said["y2"] or said["y3"], month, number, written)
    except (ValueError, KeyError):
        return None


def _in_year(year: str | None, month: int, number: int, written: datetime | None) -> date | None:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    if written is None:
        return None
    found = date(written.year, month, number)
    return found if found >= written.date() else date(written.year + 1, month, number)
