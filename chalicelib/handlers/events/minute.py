"""Every minute: each agency's due work is put back on its queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.usecases.sweep import sweep


def look(event: Any) -> dict[str, dict[str, int]]:
    """What was announced, by agency. The event's own time counts, so that a late tick does its hour's work."""
    raw = event.to_dict() if hasattr(event, "to_dict") else event
    now = datetime.fromisoformat(str(raw["time"]).replace("Z", "+00:00")) if raw.get("time") else bootstrap.clock()
    return {agency_id: sweep(bootstrap.office(agency_id), now) for agency_id in bootstrap.registry().agencies()}
