"""A trade package of a works file (« lot de travaux »), and who takes part in it (D-1, D-2, S-01, S-15).

A file with one package shows none: it is then the file itself. Documents that belong to no package belong to the
whole file, and only those who take part in all of it see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.agency import Language
from chalicelib.domain.marked import N_

ParticipantRole = Literal["manager", "decider", "contributor", "reader"]
ROLES: dict[ParticipantRole, str] = {
    "manager": N_("gestionnaire du projet"), "decider": N_("décideur"), "contributor": N_("contributeur"),
    "reader": N_("lecteur"),
}


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """`contract_cents` is the contract amount (« marché », TTC) without its variations; `position` its place in
    lists. An approved quote of the package gives the amount when nobody typed one."""

    ticket_number: int
    id: str
    name: str
    position: int = 0
    contractor_id: str = ""
    contractor: str = ""
    contract_cents: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in a file without an account. `packages` are the ids he has access to, unless he is
    there for all of them, also those to come. `key` names this participation and its current link: somebody who is
    removed and comes back has another."""

    ticket_number: int
    party_id: str
    name: str
    email: str
    role: ParticipantRole
    packages: tuple[str, ...] = ()
    everywhere: bool = True
    language: Language = "fr"
    key: str = ""
    version: int = 0


def own_package(packages: Sequence[WorkPackage], participants: Sequence[Participant], party_id: str) -> tuple[str, ...]:
    """Where what somebody sends by mail belongs: to the one package he is the firm of, or the only one he has access
    to. Where there are several, or none, a person says so."""
    if len(packages) < 2 or not party_id:
        return ()
    mine = tuple(p.id for p in packages if p.contractor_id == party_id)
    if not mine:
        member = next((p for p in participants if p.party_id == party_id and not p.everywhere), None)
        mine = tuple(p.id for p in packages if member and p.id in member.packages)
    return mine if len(mine) == 1 else ()
