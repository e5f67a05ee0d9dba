"""Imports and other long work of one agency."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.job import Job
from chalicelib.models import keys


class Jobs:
    """Reads jobs. Writing goes through Books."""

    def __init__(self, table: Any, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id

    def job(self, job_id: str) -> Job | None:
        found: list[Job | None] = self._table.get([keys.job(self._agency_id, job_id)])
        return found[0]

    def recent(self, limit: int = 20) -> list[Job]:
        """Imports, newest first; two requests."""
        page = self._table.listing("list", keys.jobs(self._agency_id), limit=limit, newest_first=True)
        wanted = [keys.job(self._agency_id, str(row["id"])) for row in page.rows]
        return [job for job in self._table.get(wanted) if job] if wanted else []
