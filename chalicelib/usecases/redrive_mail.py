"""« Relancer le traitement »: a mail that could not be read is announced to its queue once more (M-2, R-10).

The delivery stays visible in « À classer » until the worker has settled it, so a queue that loses the
announcement loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import REDRIVEN
from chalicelib.usecases.ports import Office


def redrive_mail(office: Office, user: User, delivery_id: str, version: int, now: datetime) -> None:
    """`version` is the delivery's as it was shown: a second click changes nothing, a click after a new
    failure tries again. Raises NotFound, Conflict for a mail that is settled."""
    kept = office.mailbox.inbound(delivery_id)
    if kept is None:
        raise NotFound("mail")
    if kept.version != version and kept.reason.startswith(REDRIVEN):
        return
    if kept.state != "failed":
        raise Conflict("already_settled", number=kept.ticket_number)
    office.queues.received(office.agency.id, delivery_id)
    asked = replace(kept, reason=f"{REDRIVEN}{user.id}:{now.isoformat(timespec='seconds')}")
    try:
        office.mailbox.save(asked)
    except Outdated:
        return  # the worker was faster than this note: it says what became of the mail
