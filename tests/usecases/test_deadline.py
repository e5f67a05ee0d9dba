"""Two thirds of the shares: read when all have answered or at the deadline, and from then on at each answer (D-9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.job import Job
from chalicelib.domain.mail import OutgoingMail
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.renew_link import renew_link
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.save_mandate import save_mandate
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.withdraw_vote import withdraw_vote
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, link_of, refuse, shared
from tests.fakes.office import World

SMITH = "smith"
NAMES = {DURAND: "M. Paul Durand", GARNIER: "Mme Hélène Garnier", SMITH: "Mr John Smith"}
BY_PHONE = AgreementForm("word", "accept", GARNIER, "phone", "2026-11-23", "09:30", "Allez-y")


def contract(world: World, rule: str, *owners: str) -> None:
    """The flat of quai Voltaire belongs to these in equal parts and decides by this rule; open files follow."""
    found = world.office.directory.unit("voltaire12")
    assert found is not None
    typed = {"starts_on": "2023-01-01", "vote_rule": rule}
    for at, owner in enumerate(owners):
        typed |= {f"owner_{at}": NAMES[owner], f"share_{at}": f"1/{len(owners)}"}
    save_mandate(world.office, cast.CLAIRE, "voltaire12", found[2][0].id, typed, found[2][0].version, world.now)
    for job in [e for e in world.table.items.values() if isinstance(e, Job) and e.kind == "follow_mandate"]:
        advance_job(world.office, job.id, world.now)


def thirds(world: World) -> tuple[int, Document]:
    contract(world, "two_thirds", DURAND, GARNIER, SMITH)
    return shared(world)


def round_on(world: World, number: int) -> Approval:
    return world.file(number).approvals[-1]


def past_the_deadline(world: World, number: int) -> None:
    world.later(days=14, hours=1)
    sweep(world.office, world.now)
    sweep(world.office, world.now)
    assert round_on(world, number).deadline_passed
    for owner in (DURAND, GARNIER):
        renew_link(world.office, link_of(world, number, owner), world.now)


def test_two_thirds_that_are_there_at_the_deadline_decide() -> None:
    """N-16."""
    world = World()
    number, paper = thirds(world)
    accept(world, number, paper, DURAND)
    accept(world, number, paper, GARNIER)
    assert round_on(world, number).outcome == "open"
    world.later(days=14, hours=1)
    sweep(world.office, world.now)
    assert document_of(world, number, paper).status == "approved"


@pytest.mark.parametrize("word_first", [True, False])
def test_a_word_and_a_vote_are_two_thirds_at_the_deadline(word_first: bool) -> None:
    world = World()
    number, paper = thirds(world)
    if not word_first:
        accept(world, number, paper, DURAND)
    record_agreement(world.office, cast.CLAIRE, number, paper.id, BY_PHONE, world.now)
    if word_first:
        accept(world, number, paper, DURAND)
    world.later(days=14, hours=1)
    sweep(world.office, world.now)
    assert document_of(world, number, paper).status == "approved"


def test_the_vote_that_completes_two_thirds_after_the_deadline_decides_at_once() -> None:
    world = World()
    number, paper = thirds(world)
    accept(world, number, paper, DURAND)
    past_the_deadline(world, number)
    assert (round_on(world, number).outcome, "split_votes" in world.ticket(number).tasks) == ("split", True)
    accept(world, number, paper, GARNIER)
    assert document_of(world, number, paper).status == "approved"
    assert "split_votes" not in world.ticket(number).tasks, "nothing is left to settle"


def test_a_word_after_the_deadline_decides_at_once_too() -> None:
    world = World()
    number, paper = thirds(world)
    accept(world, number, paper, DURAND)
    past_the_deadline(world, number)
    late = replace(BY_PHONE, on="2026-12-07", at="09:30")
    record_agreement(world.office, cast.CLAIRE, number, paper.id, late, world.now)
    assert document_of(world, number, paper).status == "approved"


def test_nobody_had_answered_at_the_deadline_then_each_answer_is_read() -> None:
    world = World()
    number, paper = thirds(world)
    past_the_deadline(world, number)
    assert round_on(world, number).outcome == "open", "silence is never a vote"
    refuse(world, number, paper, DURAND)
    assert round_on(world, number).outcome == "split"
    withdraw_vote(world.office, number, [paper.id], DURAND, "w", world.now)
    assert (round_on(world, number).outcome, "split_votes" in world.ticket(number).tasks) == ("open", False)
    accept(world, number, paper, DURAND)
    assert round_on(world, number).outcome == "split"
    accept(world, number, paper, GARNIER)
    assert (round_on(world, number).outcome, world.ticket(number).state) == ("accepted", "approved")


def test_an_agreement_after_divided_votes_leaves_no_task() -> None:
    """Unanimity: one takes his refusal back and agrees."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    refuse(world, number, paper, GARNIER)
    assert world.ticket(number).tasks == ("split_votes",)
    withdraw_vote(world.office, number, [paper.id], GARNIER, "w", world.now)
    assert world.ticket(number).tasks == ()
    accept(world, number, paper, GARNIER)
    assert (world.ticket(number).state, world.ticket(number).tasks) == ("approved", ())


def test_a_change_of_the_rule_is_read_at_once_with_the_votes_that_stand() -> None:
    """D-9 and D-11: from unanimity to any one, and one has accepted already; the history says the rule."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    contract(world, "any_one", DURAND, GARNIER)
    approval = round_on(world, number)
    assert (approval.rule, approval.round, approval.outcome, world.ticket(number).state) == (
        "any_one", 1, "accepted", "approved")
    line = next(e for e in world.office.tickets.paper_trail(number, paper.id) if e.what == "electors_changed")
    assert line.facts["rule"] == "any_one"


def test_another_rule_brings_its_deadline_and_takes_it_away() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    contract(world, "two_thirds", DURAND, GARNIER, SMITH)
    assert round_on(world, number).deadline_at == world.now + timedelta(days=14)
    contract(world, "unanimity", DURAND, GARNIER, SMITH)
    assert (round_on(world, number).deadline_at, round_on(world, number).outcome) == (None, "open")
    contract(world, "two_thirds", DURAND, GARNIER, SMITH)
    accept(world, number, paper, GARNIER)
    world.later(days=14, hours=1)
    sweep(world.office, world.now)
    assert document_of(world, number, paper).status == "approved"


def test_a_quote_sent_again_is_decided_by_those_who_decide_today() -> None:
    """The contract had changed unseen: all who decide now have accepted, and everybody hears it."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    found = world.office.directory.unit("voltaire12")
    assert found is not None
    world.office.books.commit(Change(changed=(replace(found[2][0], owner_ids=(DURAND,), shares=(), share_base=0),)))
    request_approval(world.office, cast.CLAIRE, number, paper.id, "again", world.now)
    approval = round_on(world, number)
    assert ([e.party_id for e in approval.electors], approval.outcome) == ([DURAND], "accepted")
    assert world.ticket(number).state == "approved"
    news = [m for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template == "decision_news"]
    assert [m.facts["outcome"] for m in news] == ["accepted"]


def test_the_same_people_under_the_same_rule_change_nothing() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    request_approval(world.office, cast.CLAIRE, number, paper.id, "again", world.now)
    assert round_on(world, number).outcome == "open"
    assert not [e for e in world.office.tickets.paper_trail(number, paper.id) if e.what == "electors_changed"]
