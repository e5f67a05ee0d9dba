"""The units to choose from: all of them in a small agency, in a large one those that a search finds (U-55)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.directory_search import hits
from chalicelib.usecases.ports import Office

FEW = 200
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Place:
    """One unit as a list names it."""

    id: str
    place: str


@dataclass(frozen=True, slots=True)
class Places:
    """`rows` are the lines to choose from, the chosen one among them; `many` when there are more units than a list
    bears, and then `count` is how many the `words` found."""

    rows: tuple[Place, ...]
    many: bool = False
    words: str = ""
    count: int = 0


def places(office: Office, words: str = "", chosen: str = "") -> Places:
    """One request for a small agency; two or three for a large one."""
    rows = office.directory.unit_rows(limit=FEW + 1)
    if len(rows) <= FEW:
        return Places(tuple(Place(str(row["id"]), str(row["place"])) for row in rows))
    words = words.strip()
    found = [name for _, name in hits(office.directory.words("unit"), words)] if words else []
    wanted = dict.fromkeys((*filter(None, (chosen,)), *found[:SHOWN]))
    held = office.directory.held(("unit", i) for i in wanted)
    known = tuple(Place(i, held["unit", i].place) for i in wanted if ("unit", i) in held)
    return Places(known, True, words, len(found))


def few_places(office: Office) -> tuple[Place, ...]:
    """All units of a small agency for a filter, as read at most a minute ago; none of a large one, whose files are
    filtered by the words of their place."""
    rows = office.directory.unit_rows(limit=FEW + 1, fresh=False)
    return tuple(Place(str(row["id"]), str(row["place"])) for row in rows) if len(rows) <= FEW else ()
