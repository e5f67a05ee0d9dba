"""The few ways of writing, and the three ways a write can be refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chalicelib.models.keys import Key

Op = Literal["insert", "replace", "put", "remove", "add", "lines"]


class Refused(Exception):
    """A guarded write did not find the table as it was read. Nothing was written."""

    def __init__(self, entity: object) -> None:
        super().__init__(type(entity).__name__)
        self.entity = entity


class AlreadyThere(Refused):
    """An insert met an existing item."""


class Stale(Refused):
    """A replace met another version than the one that was read."""


@dataclass(frozen=True, slots=True)
class Write:
    """`insert`: must not exist · `replace`: must have the entity's version · `put`, `remove`: unguarded ·
    `add`: counters at `key` · `lines`: texts by name on the sheet at `key`, an empty one is struck out."""

    op: Op
    entity: object = None
    key: Key = ("", "")
    amounts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of an index, in order, and an opaque cursor to the next ones (empty at the end)."""

    rows: tuple[dict[str, object], ...]
    cursor: str = ""
