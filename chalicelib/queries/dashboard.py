"""The dashboard: tickets by whose turn it is, found by words, place and priority (U-48 to U-52)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.folding import fold
from chalicelib.domain.menu import Situation
from chalicelib.domain.views import VIEWS
from chalicelib.usecases.ports import Office

PAGE = 50
ALL_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for. An unknown view is the default one."""

    view: str = "us"
    words: str = ""
    unit_id: str = ""
    place: str = ""
    priority: str = ""
    manager_id: str = ""
    cursor: str = ""
    limit: int = PAGE

    @property
    def narrowed(self) -> bool:
        return bool(self.words.strip() or self.unit_id or self.place.strip() or self.priority or self.manager_id)


@dataclass(frozen=True, slots=True)
class Board:
    """The lines to show, how many each tab holds, and the situations whose menus the page needs."""

    filters: Filters
    rows: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    situations: tuple[Situation, ...]
    cursor: str


def dashboard(office: Office, filters: Filters) -> Board:
    """Two requests. Raises ValueError for a cursor that is not ours."""
    view = filters.view if filters.view in VIEWS else "us"
    limit = ALL_AT_MOST if filters.narrowed else min(filters.limit, ALL_AT_MOST)
    listing = office.tickets.rows(view, limit=limit, cursor=filters.cursor)
    rows = tuple(row for row in listing.rows if _matches(row, filters)) if filters.narrowed else listing.rows
    here = [_situation(row) for row in rows]
    shown = tuple(row | {"menu": place.name} for row, place in zip(rows, here, strict=True))
    return Board(filters, shown, office.tickets.counts(), tuple(dict.fromkeys(here)), listing.cursor)


def every_row(office: Office, filters: Filters) -> Iterator[dict[str, Any]]:
    """All the lines these filters keep, page after page, for a file."""
    view, cursor = filters.view if filters.view in VIEWS else "us", ""
    while True:
        listing = office.tickets.rows(view, limit=ALL_AT_MOST, cursor=cursor)
        yield from (row for row in listing.rows if _matches(row, filters))
        cursor = listing.cursor
        if not cursor:
            return


def _situation(row: dict[str, Any]) -> Situation:
    flags = (bool(row.get(name)) for name in ("tenant_email", "owner_email", "unit_id", "firms"))
    return Situation(row["state"], row["stage"], *flags, row.get("quote", ""), bool(row.get("within")),
                     row["priority"] == "urgent", bool(row.get("to_order")), bool(row.get("to_submit")))


def _matches(row: dict[str, Any], filters: Filters) -> bool:
    if filters.unit_id and row.get("unit_id") != filters.unit_id:
        return False
    if filters.priority and row.get("priority") != filters.priority:
        return False
    if filters.manager_id and row.get("manager") != filters.manager_id:
        return False
    if filters.place and not _inside(filters.place, str(row.get("place", ""))):
        return False
    return _inside(filters.words, " ".join(_searched(row)))


def _inside(words: str, text: str) -> bool:
    said = fold(text)
    return all(word in said for word in fold(words).split())


def _searched(row: dict[str, Any]) -> Sequence[str]:
    return [f"t-{row['number']}", *(str(row.get(name, "")) for name in ("title", "place", "tenant", "who"))]
