"""Every minute: each agency's due work is put back on its queue, its tickets looked at, its morning mail made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.usecases.sweep import sweep


def look(event: Any) -> dict[str, dict[str, int]]:
    """What was announced, by agency. A tick that arrives a day late works as of now: reminders are not written as
    of yesterday. One asked for ahead of its time works as of that moment."""
    raw = event.to_dict() if hasattr(event, "to_dict") else event
    now = bootstrap.clock()
    if raw.get("time"):
        now = max(now, datetime.fromisoformat(str(raw["time"]).replace("Z", "+00:00")))
    return {agency_id: sweep(bootstrap.office(agency_id), now) for agency_id in bootstrap.registry().agencies()}
