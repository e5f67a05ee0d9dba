"""The directory: one tab in alphabetical order, or what a search finds in it (U-67, U-111)."""

from __future__ import annotations

import base64
import bisect
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.domain.directory_search import Hit, hits
from chalicelib.domain.party import Party
from chalicelib.domain.property import Building, Unit
from chalicelib.usecases.ports import Office

Kind = Literal["contractor", "owner", "tenant", "other", "unit"]
PAGE = 50
EXPORT_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Contacts:
    """One page of a tab. `found` is how many a search found in all; None without a search."""

    kind: Kind
    words: str
    people: tuple[Party, ...]
    units: tuple[Unit, ...]
    buildings: dict[str, Building]
    cursor: str
    found: int | None = None


def contacts(office: Office, kind: Kind, words: str = "", cursor: str = "") -> Contacts:
    """Two requests; a search reads the sheets of its tab first. Raises ValueError for a cursor that is not ours."""
    words = words.strip()
    if words:
        found = hits(office.directory.words(kind), words)
        start = bisect.bisect_right(found, _read_cursor(cursor, kind)) if cursor else 0
        here = found[start:start + PAGE]
        after = _cursor(kind, here[-1]) if start + PAGE < len(found) else ""
        return _shown(office, kind, words, [name for _, name in here], after, len(found))
    page = office.directory.page(kind, PAGE, cursor)
    return _shown(office, kind, "", [str(row["id"]) for row in page.rows], page.cursor, None)


def everything(office: Office, kind: Kind, words: str = "") -> Iterator[Party | Unit]:
    """What a tab or a search holds, from the first to the last."""
    words = words.strip()
    if words:
        ids = [name for _, name in hits(office.directory.words(kind), words)]
    else:
        ids, cursor = [], ""
        while True:
            page = office.directory.page(kind, EXPORT_PAGE, cursor)
            ids += [str(row["id"]) for row in page.rows]
            cursor = page.cursor
            if not cursor:
                break
    held = _held(office, kind, ids)
    yield from (held[i] for i in ids if i in held)


def _shown(office: Office, kind: Kind, words: str, ids: Sequence[str], cursor: str, found: int | None) -> Contacts:
    held = _held(office, kind, ids)
    here = [held[i] for i in ids if i in held]
    people = tuple(e for e in here if isinstance(e, Party))
    units = tuple(e for e in here if isinstance(e, Unit))
    buildings = office.directory.held(("building", u.building_id) for u in units if u.building_id)
    return Contacts(kind, words, people, units, {ref[1]: b for ref, b in buildings.items()}, cursor, found)


def _held(office: Office, kind: Kind, ids: Sequence[str]) -> dict[str, Any]:
    what = "unit" if kind == "unit" else "party"
    return {ref[1]: entity for ref, entity in office.directory.held((what, i) for i in ids).items()}


def _cursor(kind: str, hit: Hit) -> str:
    return base64.urlsafe_b64encode(json.dumps([kind, *hit]).encode()).decode()


def _read_cursor(cursor: str, kind: str) -> Hit:
    try:
        of, text, name = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError):
        raise ValueError("cursor") from None
    if of != kind or not isinstance(text, str) or not isinstance(name, str):
        raise ValueError("cursor")
    return text, name
