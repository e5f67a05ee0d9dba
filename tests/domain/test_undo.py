"""A take-back puts right what the act moved, and leaves what others have changed since (D-31, U-40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.ticket import Exchange, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.undo import restored, undo_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TICKET = Ticket(1001, "Fuite", "Ça coule.", NOON, NOON, answer_due=True, tasks=("call_owner",))
FIRM = Assignment(1001, "marchal", "Plomberie Marchal", NOON)
CHANGES = st.fixed_dictionaries({}, optional={
    "state": st.sampled_from(["qualified", "quoting"]), "answer_due": st.booleans(), "unread": st.booleans(),
    "contractor_ids": st.just(("marchal",)), "tasks": st.just(()), "chosen_quote": st.just("d1"),
    "last_exchange": st.just(Exchange("Claire", "mission", NOON))})


@given(CHANGES)
def test_everything_the_act_moved_goes_back(changes: dict[str, object]) -> None:
    after = replace(TICKET, **changes)
    undo = undo_of("mission", "claire", TicketFile(TICKET), (after, FIRM), {}, ())
    now = TicketFile(replace(after, version=3, counted=("us",)), assignments=(replace(FIRM, version=1),))
    back = restored(undo, now)
    assert back.changed == (replace(TICKET, version=3, counted=("us",)),)
    assert back.removed == now.assignments


@given(CHANGES, CHANGES)
def test_what_somebody_else_changed_since_stays(changes: dict[str, object], later: dict[str, object]) -> None:
    after = replace(TICKET, **changes)
    undo = undo_of("mission", "claire", TicketFile(TICKET), (after,), {}, ())
    current = replace(after, **later)
    (ticket,) = restored(undo, TicketFile(current)).changed
    for name in {*changes, *later}:
        theirs = getattr(current, name) != getattr(after, name)
        assert getattr(ticket, name) == getattr(current if theirs else TICKET, name), name


def test_a_mission_that_was_answered_since_is_not_removed() -> None:
    undo = undo_of("mission", "claire", TicketFile(TICKET), (TICKET, FIRM), {}, ())
    answered = replace(FIRM, state="answered", version=2)
    assert restored(undo, TicketFile(TICKET, assignments=(answered,))).removed == ()


def test_a_mission_that_existed_is_what_it_was() -> None:
    before = replace(FIRM, state="declined", reason="trop loin")
    file = TicketFile(TICKET, assignments=(before,))
    undo = undo_of("mission", "claire", file, (TICKET, replace(before, state="asked", reason="")), {}, ())
    now = replace(before, state="asked", reason="", version=4)
    assert restored(undo, TicketFile(TICKET, assignments=(now,))).changed == (TICKET, replace(before, version=4))
