"""Both state tables, whole: each allowed move moves, every other one is refused, nothing else happens (D-21)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from chalicelib.domain import assignment, ticket
from chalicelib.domain.assignment import Assignment, AssignmentState
from chalicelib.domain.errors import Conflict
from chalicelib.domain.ticket import PHASES, STAGES, TURNS, Exchange, State, Ticket, phase, stage, turn
from chalicelib.domain.views import VIEWS, views_of
from chalicelib.handlers.web.labels import ASSIGNMENTS, NEXT_STEPS
from chalicelib.handlers.web.labels import TURNS as SAID

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STATES: tuple[State, ...] = get_args(State)
ASKED: tuple[AssignmentState, ...] = get_args(AssignmentState)

# Written out a second time on purpose: a change of the rules is a change of this list too.
ALLOWED = {
    "reported": "qualified cancelled", "qualified": "quoting awaiting_approval approved cancelled",
    "quoting": "awaiting_approval approved cancelled", "awaiting_approval": "approved quoting cancelled",
    "approved": "in_progress awaiting_approval cancelled", "in_progress": "works_done cancelled",
    "works_done": "in_progress closed cancelled", "closed": "in_progress qualified", "cancelled": "qualified",
}
ASKED_ALLOWED = {
    "asked": "answered quoted declined not_retained retained cancelled",
    "answered": "quoted declined not_retained retained cancelled",
    "quoted": "retained not_retained declined cancelled", "declined": "answered quoted retained",
    "not_retained": "quoted retained",
    "retained": "cancelled", "cancelled": "quoted retained",
}


def works(state: State) -> Ticket:
    return Ticket(1, "Fuite", "", NOW, NOW, state=state)


@pytest.mark.parametrize("here", STATES)
@pytest.mark.parametrize("there", STATES)
def test_every_move_of_a_ticket(here: State, there: State) -> None:
    before = works(here)
    if there == here or there in ALLOWED[here].split():
        since = before.state_since if there == here else NOW
        assert ticket.moved(before, there, NOW) == replace(before, state=there, state_since=since)
    else:
        with pytest.raises(Conflict) as refused:
            ticket.moved(before, there, NOW)
        assert refused.value.facts == {"here": here, "there": there}
    assert before == works(here)


@pytest.mark.parametrize("here", ASKED)
@pytest.mark.parametrize("there", ASKED)
def test_every_move_of_a_mission(here: AssignmentState, there: AssignmentState) -> None:
    before = Assignment(1, "marchal", "Marchal", NOW, state=here)
    if there == here or there in ASKED_ALLOWED[here].split():
        assert assignment.moved(before, there) == replace(before, state=there)
    else:
        with pytest.raises(Conflict):
            assignment.moved(before, there)


def test_the_tables_name_every_state_and_no_other() -> None:
    assert set(ticket.MOVES) == set(STATES) == set(ALLOWED)
    assert set(assignment.MOVES) == set(ASKED) == set(ASKED_ALLOWED) == set(ASSIGNMENTS)
    for table in (ticket.MOVES, assignment.MOVES):
        assert {there for moves in table.values() for there in moves} <= set(table)


def test_every_state_is_reached_from_a_report_and_none_is_a_trap() -> None:
    def reachable(start: State) -> set[State]:
        seen, todo = set(), [start]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += ticket.MOVES[here]
        return seen
    assert reachable("reported") == set(STATES)
    for state in STATES:
        assert {"closed", "cancelled"} <= reachable(state) | {state}


def situations() -> list[Ticket]:
    """Every state with every fact that the derived values look at."""
    return [replace(works(state), quotes=quotes, invoices=invoices, answer_due=due, priority=priority)
            for state in STATES for quotes in (0, 2) for invoices in (0, 1) for due in (True, False)
            for priority in ("normal", "urgent")]


def test_every_ticket_has_one_turn_one_stage_one_phase_and_its_tabs() -> None:
    for found in situations():
        assert stage(found) in STAGES
        assert stage(found) in NEXT_STEPS
        assert turn(found) in SAID
        assert phase(found) in ("costing", "approval", "follow_up", "none")
        tabs = views_of(found)
        assert len(set(tabs)) == len(tabs)
        assert set(tabs) <= {*VIEWS, "nobody"}
        assert tabs == ("done",) if not found.is_open else ("all" in tabs and turn(found) in tabs)
    assert set(TURNS) == set(STAGES)
    assert set(PHASES) == {s for s in STATES if works(s).is_open}


def test_a_mail_that_waits_gives_us_the_turn_only_while_the_file_is_open() -> None:
    for found in situations():
        if found.answer_due:
            assert turn(found) == ("us" if found.is_open else "nobody")


def test_hearing_and_answering_move_only_what_they_should() -> None:
    """A closed file stays closed when somebody writes (M-62)."""
    exchange = Exchange("M. Petit", "wrote", NOW)
    for found in situations():
        heard = ticket.heard_from(found, exchange)
        assert changed(found, heard) <= {"answer_due", "unread", "last_exchange", "turn_since"}
        assert heard.answer_due is found.is_open
        answered = ticket.answered(heard, exchange)
        assert changed(heard, answered) <= {"answer_due", "unread", "last_exchange", "turn_since"}
        assert (answered.answer_due, answered.unread) == (False, False)


def changed(before: Ticket, after: Ticket) -> set[str]:
    return {f.name for f in fields(Ticket) if getattr(before, f.name) != getattr(after, f.name)}
