"""History: who, what, when. Entries are added, never changed (V-6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`what` is a stable code; `facts` are the values its sentence needs, already plain text or cents."""

    ticket_number: int
    id: str
    at: datetime
    what: str
    who: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
