"""A Reading as JSON and back: what passes between the reading process and the one that asked.

Plain JSON and not pickled objects, since the other end has just held a stranger's file.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from chalicelib.intake.reading import Figure, FigureValue, Reading


def to_json(reading: Reading) -> bytes:
    """The reading as one JSON object."""
    figures = {
        name: [_plain(each.value), each.confidence, each.where] for name, each in reading.figures.items()
    }
    plain = {
        "kind": reading.kind,
        "source": reading.source,
        "confidence": reading.confidence,
        "figures": figures,
        "pages": reading.pages,
        "warnings": reading.warnings,
    }
    return json.dumps(plain).encode()


def from_json(content: bytes) -> Reading:
    """The reading back, equal to the one that was sent."""
    plain = json.loads(content)
    figures = {
        name: Figure(_value(name, raw), sure, where) for name, (raw, sure, where) in plain["figures"].items()
    }
    warnings = tuple(str(code) for code in plain["warnings"])
    return Reading(plain["kind"], plain["source"], plain["confidence"], figures, plain["pages"], warnings)


def _plain(value: FigureValue) -> int | str:
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, raw: Any) -> FigureValue:
    if name.endswith("_on") or name == "valid_until":
        return date.fromisoformat(raw)
    return int(raw) if name.endswith("_cents") else str(raw)
