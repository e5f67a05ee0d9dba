"""What somebody who takes part in a file without an account may see and do (S-01, S-15, D-2).

A document of one or several packages is seen by whoever has access to one of them; a document of the whole file
only by whoever is there for all of it. In a file with a single package that package is the file.
"""

from __future__ import annotations

from typing import Literal

from chalicelib.domain.document import Document
from chalicelib.domain.work_package import Participant, WorkPackage

Act = Literal["see", "download", "comment", "deposit", "vote", "set_status"]
_MAY: dict[str, tuple[Act, ...]] = {
    "reader": ("see", "download"),
    "contributor": ("see", "download", "comment", "deposit"),
    "decider": ("see", "download", "comment", "deposit", "vote"),
    "manager": ("see", "download", "comment", "deposit", "set_status"),
}


def sees_all(participant: Participant, packages: tuple[WorkPackage, ...]) -> bool:
    return participant.everywhere or {p.id for p in packages} <= set(participant.packages)


def may_see(participant: Participant, document: Document, packages: tuple[WorkPackage, ...]) -> bool:
    """A piece that is withheld is seen by nobody outside the office."""
    if document.ticket_number != participant.ticket_number or document.reading == "held":
        return False
    if document.office_only:
        return False
    if sees_all(participant, packages):
        return True
    return bool(set(document.packages) & set(participant.packages))


def may(participant: Participant, act: Act, document: Document, packages: tuple[WorkPackage, ...]) -> bool:
    return act in _MAY[participant.role] and may_see(participant, document, packages)
