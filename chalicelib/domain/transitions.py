"""One way to move along a state table, for every entity that has one."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.errors import Conflict

Moves = Mapping[str, frozenset[str]]


def step(moves: Moves, here: str, there: str) -> str:
    """The new state, when the table allows the move or nothing moves. Raises Conflict otherwise."""
    if there == here or there in moves.get(here, frozenset()):
        return there
    raise Conflict("move_not_allowed", here=here, there=there)
