"""What is typed about the packages of a works file: their names, their order, the firm, the contract amount (D-1).

A file is divided in two packages at least, since one package is the file itself. A name is borne by one package only,
whatever its accents and capitals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.typed import Typed
from chalicelib.domain.work_package import WorkPackage

NAME_LIMIT = 80
AT_MOST = 250
FIELDS = ("name", "contractor", "contract")


def names_of(typed: Typed, others: Sequence[WorkPackage], at_least: int) -> tuple[str, ...]:
    """The names of new packages, one on each line of the field `names`. The faults are added to `typed`."""
    lines = (" ".join(line.split()) for line in typed.text("names", AT_MOST * NAME_LIMIT).split("\n"))
    found = tuple(line for line in lines if line)
    known = [fold(name) for name in (*(p.name for p in others), *found)]
    if len(found) < at_least:
        typed.wrong("names", "two_packages" if at_least > 1 else "required")
    if any(len(name) > NAME_LIMIT for name in found):
        typed.wrong("names", "too_long")
    if len(set(known)) < len(known):
        typed.wrong("names", "package_twice")
    if len(known) > AT_MOST:
        typed.wrong("names", "too_many_packages")
    return found


def described(package: WorkPackage, typed: Typed, others: Sequence[WorkPackage]) -> WorkPackage:
    """The package as the form says it is, but for its firm. Without a contract amount its approved quotes give it."""
    name = typed.line("name", NAME_LIMIT, required=True)
    if any(fold(name) == fold(other.name) for other in others if other.id != package.id):
        typed.wrong("name", "package_twice")
    return replace(package, name=name, contract_cents=typed.cents("contract"))


def removable(package: WorkPackage, documents: Sequence[Document]) -> bool:
    """Nothing was ever filed in it."""
    return all(package.id not in document.packages for document in documents)


def moved(packages: Sequence[WorkPackage], package_id: str, *, up: bool) -> tuple[WorkPackage, ...]:
    """The packages whose place changes when one of them changes places with its neighbour; none at the end."""
    order = list(packages)
    here = next((place for place, p in enumerate(order) if p.id == package_id), -1)
    there = here + (-1 if up else 1)
    if here < 0 or not 0 <= there < len(order):
        return ()
    order[here], order[there] = order[there], order[here]
    return tuple(replace(p, position=place) for place, p in enumerate(order) if p.position != place)
