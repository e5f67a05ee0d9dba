"""Message ids are compared by their exact local part and their domain in lower case (M-53).

Mailers separate them by blanks or commas and forget the angle brackets; twenty are enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_IDS = 20
_BRACKETED = re.compile(r"<([^<>\s,]{1,900})>")
_BLANKS = re.compile(r"[\s,<>]+")
_COMMENT = re.compile(r"\([^()]{0,500}\)")


def ids(values: Iterable[str]) -> tuple[str, ...]:
    """Ids in the order written, the last twenty, each once."""
    found: dict[str, None] = {}
    for value in values:
        for item in _each(value):
            found[normalised(item)] = None
    return tuple(found)[-MAX_IDS:]


def normalised(item: str) -> str:
    """One id without brackets, its domain in lower case."""
    local, at, domain = item.strip(" \t<>").rpartition("@")
    return f"{local}{at}{domain.lower()}" if at else domain


def _each(value: str) -> list[str]:
    rest = _BLANKS.split(_COMMENT.sub(" ", value[:20_000]))
    return [item for item in rest if "@" in item] or _BRACKETED.findall(value[:20_000])
