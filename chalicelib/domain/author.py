"""Who acts on a document: somebody of the office, or a participant without an account (S-01, S-33)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.agency import User
from chalicelib.domain.work_package import Participant


@dataclass(frozen=True, slots=True)
class Author:
    """`user_id` for the office, `party_id` for anybody else; `role` as each of them has one."""

    name: str
    party_id: str = ""
    role: str = ""
    user_id: str = ""


def of_office(user: User) -> Author:
    return Author(user.name, role=user.role, user_id=user.id)


def taking_part(participant: Participant) -> Author:
    return Author(participant.name, participant.party_id, participant.role)
