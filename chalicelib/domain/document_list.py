"""The documents of a works file as they are looked through: by type and by lot, the replaced versions folded under
the one that stands (S-13, S-14, U-71, U-74).

A document of several lots is on the list of each of them; one of the whole file on the list of the file alone.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.versions import chain, difference
from chalicelib.domain.words import KINDS
from chalicelib.domain.work_package import WorkPackage

Order = Literal["type", "lot", "date"]
ORDERS: tuple[Order, ...] = ("type", "lot", "date")
NO_STATUS = "none"  # asked for: a document that was given no status
WHOLE_FILE = "whole"  # asked for: a document of the file and of no lot
PAGE = 50
_RANK = {kind: place for place, kind in enumerate(KINDS)}
Place = tuple[int, int, str, str]
Placed = tuple[Place, Document]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; an empty text asks for everything."""

    kind: str = ""
    package: str = ""
    status: str = ""
    words: str = ""
    order: Order = "type"

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.package or self.status or self.words.strip())


@dataclass(frozen=True, slots=True)
class Line:
    """The version that stands, the lots it belongs to, the versions it replaced (the last one first) and by how
    much it is dearer than that one."""

    document: Document
    packages: tuple[WorkPackage, ...] = ()
    older: tuple[Document, ...] = ()
    difference_cents: int | None = None


def found(documents: Sequence[Document], packages: Sequence[WorkPackage], wanted: Wanted) -> list[Placed]:
    """The standing versions that fit, in their order, each with its place in it. One pass, however many there are."""
    position = {p.id: place for place, p in enumerate(packages)}
    fitting = [d for d in documents if not d.superseded_by and _fits(d, wanted)]
    if said := fold(wanted.words).split():
        names, before = {p.id: p.name for p in packages}, _earlier_names(documents)
        fitting = [d for d in fitting if _says(d, said, names, before.get(d.id, ""))]
    return sorted(((_place(d, position, wanted.order), d) for d in fitting), key=lambda each: each[0])


def lines(page: Iterable[Placed], documents: Sequence[Document],
          packages: Sequence[WorkPackage]) -> tuple[Line, ...]:
    """What the page shows of each."""
    return tuple(_line(d, documents, packages) for _, d in page)


def after(every: Sequence[Placed], place: Place | None) -> Sequence[Placed]:
    """Those behind this place, whatever has come or gone before it meanwhile."""
    return every if place is None else every[bisect.bisect_right(every, place, key=lambda each: each[0]):]


def _line(document: Document, documents: Sequence[Document], packages: Sequence[WorkPackage]) -> Line:
    older = tuple(reversed(chain(documents, document)[:-1])) if document.replaces else ()
    mine = tuple(p for p in packages if p.id in document.packages)
    return Line(document, mine, older, difference(document, older[0]) if older else None)


def _fits(document: Document, wanted: Wanted) -> bool:
    if wanted.kind and document.kind != wanted.kind:
        return False
    if wanted.status and (document.status or NO_STATUS) != wanted.status:
        return False
    if wanted.package == WHOLE_FILE:
        return not document.packages
    return not wanted.package or wanted.package in document.packages


def _earlier_names(documents: Sequence[Document]) -> dict[str, str]:
    """The file names of the versions that each standing document has replaced: it is found by them too."""
    newer = {d.id: d.superseded_by for d in documents if d.superseded_by}
    names: dict[str, str] = {}
    for old in (d for d in documents if d.superseded_by):
        last, steps = newer[old.id], len(newer)
        while last in newer and steps:
            last, steps = newer[last], steps - 1
        names[last] = f"{names.get(last, '')} {old.filename}"
    return names


def _says(document: Document, said: Sequence[str], names: dict[str, str], before: str) -> bool:
    number = document.taken("number")
    told = (document.filename, document.information, document.who, document.firm, KINDS[document.kind],
            str(number or ""), before, *(names.get(p, "") for p in document.packages))
    text = fold(" ".join(told))
    return all(word in text for word in said)


def _place(document: Document, position: dict[str, int], order: Order) -> Place:
    """Sorts by type, then lot, then the newest first; documents of no lot come first."""
    kind = _RANK[document.kind]
    lot = min((position[p] for p in document.packages if p in position), default=-1)
    newest = _backwards(document)
    if order == "date":
        return (0, 0, newest, document.id)
    return (kind, lot, newest, document.id) if order == "type" else (lot, kind, newest, document.id)


def _backwards(document: Document) -> str:
    """A text that sorts the newest moment first."""
    return f"{10**14 - int(document.received_at.timestamp() * 1000):015}"
