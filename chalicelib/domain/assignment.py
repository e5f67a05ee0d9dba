"""Asking a firm (« mission ») for a quote or for a direct intervention (K-10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.transitions import step

AssignmentState = Literal["asked", "answered", "quoted", "declined", "retained", "not_retained", "cancelled"]
Mode = Literal["quote", "direct"]

MOVES: dict[AssignmentState, frozenset[AssignmentState]] = {
    "asked": frozenset({"answered", "quoted", "declined", "not_retained", "retained", "cancelled"}),
    "answered": frozenset({"quoted", "declined", "not_retained", "retained", "cancelled"}),
    "quoted": frozenset({"retained", "not_retained", "declined", "cancelled"}),
    "declined": frozenset({"answered", "quoted", "retained"}),
    "not_retained": frozenset({"quoted", "retained"}),
    "retained": frozenset({"cancelled"}),
    "cancelled": frozenset({"quoted", "retained"}),
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """One firm asked on one file. The id is the firm's: a firm is asked once, then chased.

    `visit_on` is the day it said it comes; `ceiling_cents` what a direct intervention may cost (TTC);
    `retained_document` the quote it was ordered on.
    """

    ticket_number: int
    party_id: str
    name: str
    asked_at: datetime
    mode: Mode = "quote"
    state: AssignmentState = "asked"
    visit_on: date | None = None
    ceiling_cents: int | None = None
    retained_document: str = ""
    reason: str = ""
    ordered_at: datetime | None = None
    chased_at: datetime | None = None
    version: int = 0


def runs(assignment: Assignment) -> bool:
    """Asked and neither declined, retained nor let go: a work order to another firm ends it (D-25)."""
    return assignment.state in ("asked", "answered", "quoted")


def moved(assignment: Assignment, state: AssignmentState) -> Assignment:
    """Raises Conflict when the table forbids the move."""
    return replace(assignment, state=step(MOVES, assignment.state, state))
