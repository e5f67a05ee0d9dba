"""What an agency may set for itself, with bounds and defaults: who it is, its hours, its pace (U-108)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from chalicelib.domain.agency import Agency, Touch
from chalicelib.domain.pace import SETTINGS, Setting, pace_of
from chalicelib.domain.typed import Typed

IDENTITY: Final = ("name", "phone", "language", "signature")
UNDO: Final = Setting(20, 0, 120)  # seconds (D-31)
HOURS: Final = {"opens_at": "08:00", "closes_at": "19:00"}
RHYTHM: Final = ("undo_seconds", *HOURS, *SETTINGS)
SIGNATURE_LIMIT = 600
_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:hH]([0-5][0-9])")
# Each step of a chase comes after the one before it.
IN_ORDER: Final[tuple[tuple[str, ...], ...]] = (
    ("quote_first", "quote_second", "quote_next_firm"),
    ("owner_first", "owner_second", "owner_last", "owner_call"), ("visit_ask", "visit_check"),
    ("invoice_first", "invoice_second", "invoice_third", "invoice_call"), ("photos_first", "photos_second"),
    ("keys_first", "keys_second", "keys_call"))


def values_of(agency: Agency) -> dict[str, str]:
    """Every setting as its form shows it."""
    known: dict[str, Any] = {name: getattr(agency, name) for name in (*IDENTITY, "undo_seconds", *HOURS)}
    return {name: str(value) for name, value in (known | pace_of(agency.pace)).items()}


def default_values() -> dict[str, str]:
    """What the rhythm is when nobody changed it."""
    return {"undo_seconds": str(UNDO.default), **HOURS, **{name: str(s.default) for name, s in SETTINGS.items()}}


def bounds() -> dict[str, Setting]:
    return {"undo_seconds": UNDO, **SETTINGS}


def with_identity(agency: Agency, typed: Typed) -> Agency:
    """The agency with what the form says; faults are in `typed`."""
    return replace(
        agency, name=typed.line("name", 120, required=True), phone=typed.line("phone", 40),
        language=typed.language("language"), signature=typed.text("signature", SIGNATURE_LIMIT))


def with_rhythm(agency: Agency, typed: Typed) -> Agency:
    """Hours, undo and pace. Only what differs from a default is kept, so that a better default reaches everybody."""
    numbers = {name: _number(typed, name, setting) for name, setting in bounds().items()}
    opens, closes = (_hour(typed, name) for name in HOURS)
    if opens and closes and opens >= closes:
        typed.wrong("closes_at", "closes_before_opening")
    for steps in IN_ORDER:
        for before, after in pairwise(steps):
            if numbers[before] >= numbers[after]:
                typed.wrong(after, "not_after")
    chosen = {name: numbers[name] for name, setting in SETTINGS.items() if numbers[name] != setting.default}
    return replace(agency, undo_seconds=numbers["undo_seconds"], opens_at=opens, closes_at=closes, pace=chosen)


def stamped(before: Agency, after: Agency, who: str, now: datetime) -> Agency:
    """The agency after a change, which says of each changed setting whose change it was."""
    was, now_is = values_of(before), values_of(after)
    moved = {name: Touch(who, now) for name in now_is if was[name] != now_is[name]}
    return replace(after, touched={**before.touched, **moved})


def differing(typed: Mapping[str, str], recorded: Mapping[str, str]) -> dict[str, str]:
    """What is recorded where something else was typed: shown beside it after a conflict."""
    return {name: recorded[name] for name in typed if name in recorded and typed[name].strip() != recorded[name]}


def _number(typed: Typed, name: str, setting: Setting) -> int:
    text = typed.line(name, 10)
    if not (text.isascii() and text.isdigit()):
        typed.wrong(name, "not_a_number" if text else "required")
        return setting.default
    found = int(text)
    if not setting.least <= found <= setting.most:
        typed.wrong(name, "out_of_bounds")
    return found


def _hour(typed: Typed, name: str) -> str:
    """HH:MM, also written 8h30; empty when it is none."""
    found = _HOUR.fullmatch(typed.line(name, 10).replace(" ", ""))
    if found is None:
        typed.wrong(name, "not_an_hour")
        return ""
    return f"{int(found[1]):02}:{found[2]}"
