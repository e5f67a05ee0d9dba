"""Who decides on a document, and with which part: the deciders of its packages, or the owners of the mandate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from chalicelib.domain.access import may_see
from chalicelib.domain.approval import Elector
from chalicelib.domain.document import Document
from chalicelib.domain.property import Mandate
from chalicelib.domain.work_package import Participant, WorkPackage


def electorate(document: Document, participants: tuple[Participant, ...], packages: tuple[WorkPackage, ...],
               mandate: Mandate | None, names: Mapping[str, str], unable: Collection[str] = ()) -> tuple[Elector, ...]:
    """Deciders named on the file for what this document concerns; where there are none, the owners with their
    exact shares. A decider who is an owner keeps the share of the mandate when all of them are; otherwise all
    have the same part. `names` are those of the owners, `unable` the ids of those who cannot decide themselves."""
    found = _voices(document, participants, packages, mandate, names)
    return tuple(replace(e, unable=e.party_id in unable) for e in found)


def _voices(document: Document, participants: tuple[Participant, ...], packages: tuple[WorkPackage, ...],
            mandate: Mandate | None, names: Mapping[str, str]) -> tuple[Elector, ...]:
    deciders = [p for p in participants if p.role == "decider" and may_see(p, document, packages)]
    owners = mandate.owner_ids if mandate else ()
    if not deciders:
        return tuple(_owner(mandate, o, names) for o in owners if o in names) if mandate else ()
    if mandate and all(p.party_id in owners for p in deciders):
        return tuple(_owner(mandate, p.party_id, {p.party_id: p.name}) for p in deciders)
    return tuple(Elector(p.party_id, p.name) for p in deciders)


def _owner(mandate: Mandate, owner_id: str, names: Mapping[str, str]) -> Elector:
    part = mandate.share(owner_id)
    return Elector(owner_id, names[owner_id], part.numerator, part.denominator)
