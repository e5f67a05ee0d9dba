"""Money, dates and sizes as their reader writes them. Amounts come in integer cents, never a float."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from chalicelib.rendering.catalog import catalog

PARIS = ZoneInfo("Europe/Paris")
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@cache
def locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


def euros(cents: int, language: str) -> str:
    """128450 is « 1 284,50 € » in French, €1,284.50 in English; below zero with a minus sign, not a hyphen."""
    return _euros(cents, language)


@cache
def _euros(cents: int, language: str) -> str:
    return str(format_currency(Decimal(cents) / 100, "EUR", locale=locale(language))).replace("-", "−")


def day(value: date | datetime | str, language: str) -> str:
    """« 1er décembre 2026 », the first of a month as French writes it (U-138)."""
    moment = _local(value)
    shown = str(format_date(moment, "d MMM y", locale=locale(language)))
    return shown.replace("1 ", "1er ", 1) if language == "fr" and moment.day == 1 else shown


def weekday(value: date | datetime | str, language: str) -> str:
    """« mardi 24 novembre »: a day soon enough to do without its year."""
    found = _local(value)
    shown = str(format_date(found, "EEEE d MMMM", locale=locale(language)))
    return shown.replace(" 1 ", " 1er ", 1) if language == "fr" and found.day == 1 else shown


def moment(value: datetime | str, language: str) -> str:
    """Day and hour in Paris."""
    return str(format_datetime(_instant(value), "d MMM y, HH:mm", locale=locale(language)))


def hour(value: datetime | str, language: str) -> str:
    """« 14 h 32 » in French, 14:32 in English."""
    local = _instant(value)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02}" if language == "fr" else f"{local.hour:02}:{local.minute:02}"


def ago(value: datetime | str, now: datetime, language: str) -> str:
    """« il y a 3 h » under seven days, the date after (U-45)."""
    seconds = int((now - _instant(value)).total_seconds())
    words = catalog(language)
    if seconds < 60:
        return words.gettext("à l’instant")
    if seconds < 3600:
        return words.gettext("il y a %(n)s min") % {"n": seconds // 60}
    if seconds < 86_400:
        return words.gettext("il y a %(n)s h") % {"n": seconds // 3600}
    if seconds < 2 * 86_400:
        return words.gettext("hier")
    if seconds < 7 * 86_400:
        return words.gettext("il y a %(n)s j") % {"n": seconds // 86_400}
    return day(value, language)


def size(count: int, language: str) -> str:
    """Bytes in the unit a person would say: 412 ko, 3,1 Mo."""
    big, unit = (count / 1_000_000, "M") if count >= 1_000_000 else (max(count, 1) / 1000, "k")
    shown = f"{big:.1f}" if unit == "M" and big < 10 else f"{max(1, round(big))}"
    if language == "fr":
        return f"{shown.replace('.', ',')}\u00a0{unit}o"
    return f"{shown}\u00a0{unit}B"


def plain(value: Any, name: str, language: str) -> str:
    """A figure read on a document, shown for what it is: money, a day, or words."""
    if name.endswith("_cents"):
        return euros(int(value), language)
    if name.endswith("_on") or name == "valid_until":
        return day(value, language)
    return str(value)


def _instant(value: datetime | str) -> datetime:
    moment_ = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment_.astimezone(PARIS)


def _local(value: date | datetime | str) -> date:
    if isinstance(value, str):
        return _instant(value).date() if "T" in value else date.fromisoformat(value)
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value
