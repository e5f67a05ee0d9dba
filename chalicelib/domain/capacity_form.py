"""« Ne peut plus décider » as the form of a contact says it. Pure: texts in, a Party out (E-L12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.capacity import KINDS, CapacityMark, IncapacityKind
from chalicelib.domain.party import Party
from chalicelib.domain.typed import Typed

FIELDS: Final = ("incapable", "incapable_since", "incapable_note", "representative")
NOTE_LIMIT: Final = 500


def marked(known: Party, after: Party, typed: Typed, who: str, now: datetime) -> Party:
    """`after` with a new mark when what is typed differs from the one that stands. A form without these fields, or
    for somebody who owns nothing, marks nobody."""
    if known.role != "owner" or FIELDS[0] not in typed.texts:
        return after
    said, stands = typed.texts[FIELDS[0]].strip(), known.incapacity
    kind: IncapacityKind = next((k for k in KINDS if k == said), "")
    if said and not kind:
        typed.wrong("incapable", "unknown")
    if not kind:
        return replace(after, capacity=(*known.capacity, CapacityMark("", who, now))) if stands else after
    since = typed.day("incapable_since")
    if since and since > paris_day(now):
        typed.wrong("incapable_since", "to_come")
    mark = CapacityMark(kind, who, now, since, typed.text("incapable_note", NOTE_LIMIT),
                        typed.line("representative"), stands.email if stands else known.email)
    if mark.representative and mark.email and after.email == mark.email:
        typed.wrong("representative", "his_own_address")
    if stands and replace(stands, who=who, at=now) == mark:
        return after
    return replace(after, capacity=(*known.capacity, mark))


def shown(party: Party) -> dict[str, str]:
    """The fields as the form shows them first."""
    mark = party.incapacity
    if mark is None:
        return dict.fromkeys(FIELDS, "")
    return {"incapable": mark.kind, "incapable_since": mark.since.isoformat() if mark.since else "",
            "incapable_note": mark.note, "representative": mark.representative}
