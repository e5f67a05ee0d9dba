"""Whoever is deceased or under guardianship answers nothing any more, whatever link or page he holds (E-L12)."""

from __future__ import annotations

from chalicelib.domain.capacity import TASK
from chalicelib.domain.errors import Conflict
from chalicelib.usecases.ports import Office


def still_able(office: Office, party_id: str) -> None:
    """Read at the moment of the act, for his files follow a mark a little later. Raises Conflict no_capacity."""
    person = office.directory.parties(party_id)[0]
    if person and not person.can_decide:
        raise Conflict(TASK)
