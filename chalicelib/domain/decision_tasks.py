"""What a decision leaves to a person: a quote to be confirmed again, a variation that was refused (E-C7, D-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.decision import Ruled
from chalicelib.domain.document import Document
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.rivals import BASES
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile

RECONFIRM, REFUSED = "reconfirm", "variation_refused"


def with_tasks(file: TicketFile, ruled: Ruled, now: datetime) -> Ruled:
    """The ruling with its tasks and their lines. `file` is the file as it was before."""
    for after in ruled.documents:
        task = _task(file.document(after.id), after, now)
        if not task:
            continue
        document, line = noted(after, now, task, "")
        documents = tuple(document if d.id == document.id else d for d in ruled.documents)
        ruled = replace(ruled, ticket=alerted(ruled.ticket, now, task), documents=documents,
                        lines=(*ruled.lines, line))
    return ruled


def _task(before: Document | None, after: Document, now: datetime) -> str:
    if before is None or before.status == after.status:
        return ""
    last = after.day("valid_until")
    if after.kind in BASES and after.status == "approved" and last is not None and paris_day(now) > last:
        return RECONFIRM
    return REFUSED if after.kind == "change_order" and after.status == "refused" else ""
