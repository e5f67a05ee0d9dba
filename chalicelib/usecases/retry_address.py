"""A manager says that a refused address works again: mails may be written to it once more (M-83)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.address_health import retried
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.usecases.ports import Office


def retry_address(office: Office, user: User, email: str, now: datetime) -> None:
    """Twice is once. Raises NotFound for an address nothing is known of, Conflict when it was refused again
    meanwhile."""
    health = office.mailbox.health(email)[0]
    if health is None:
        raise NotFound("address")
    if health.refused_since is None and not health.returns:
        return
    try:
        office.books.commit(Change(changed=(retried(health, user.name, now),)))
    except Outdated as faster:
        raise Conflict("address_changed") from faster
