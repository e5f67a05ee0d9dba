"""Open votes end without a decision, because what they were about has gone: frozen where they stand (D-10)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.approval import closed
from chalicelib.domain.decision import Ruled, after, decided, unmoved
from chalicelib.domain.ticket_file import TicketFile

GONE = ("taken_back", "cancelled", "mandate_ended")  # why a round was closed that asks nobody any more


def frozen(file: TicketFile, reason: str, who: str, now: datetime) -> Ruled:
    """Every open round closed with this reason, its document out of Approbation; votes stay in its history."""
    ruled = unmoved(file)
    for approval in (a for a in file.approvals if a.state == "open"):
        here = after(file, ruled)
        document = here.document(approval.document_id)
        if document is None:
            continue
        ended = closed(approval, reason, who, now)
        status = "" if document.status == "in_approval" else document.status
        ruled = ruled.then(decided(here, ended, document, status, now, who, {"reason": reason}))
    return ruled
