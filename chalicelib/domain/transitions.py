"""One way to move along a state table, for every entity that has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from chalicelib.domain.errors import Conflict

S = TypeVar("S", bound=str)


def step(moves: Mapping[S, frozenset[S]], here: S, there: S) -> S:
    """The new state, when the table allows the move or nothing moves. Raises Conflict otherwise."""
    if there == here or there in moves.get(here, frozenset()):
        return there
    raise Conflict("move_not_allowed", here=here, there=there)
