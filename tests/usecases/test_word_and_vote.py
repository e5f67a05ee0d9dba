"""What an owner told the agency and what another chose on the page count together, in whatever order they come
(E-L24, E-L4, E-L8, D-8, D-9, D-10)."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.queries.decision_page import decision_page
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.set_status import StatusForm, set_status
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.withdraw_vote import withdraw_vote
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, link_of, refuse, shared
from tests.builders.worker import settle, work
from tests.fakes.office import World

BY_PHONE = AgreementForm("word", "accept", GARNIER, "phone", "2026-11-23", "09:30", "Allez-y")
MAILBOX = {DURAND: "paul.durand@courriel.example", GARNIER: "helene.garnier@courriel.example"}


def record(world: World, number: int, paper: Document, **changes: object) -> None:
    record_agreement(world.office, cast.CLAIRE, number, paper.id, replace(BY_PHONE, **changes), world.now)  # type: ignore[arg-type]


def round_on(world: World, number: int) -> Approval:
    return world.file(number).approvals[-1]


def subjects(world: World, party_id: str) -> list[str]:
    return [str(message_from_bytes(raw, policy=policy.default)["Subject"]) for to, raw in world.mailer.sent
            if to == MAILBOX[party_id]]


def a_fortnight(world: World) -> None:
    settle(world)
    for _ in range(24 * 14):
        world.later(hours=1)
        sweep(world.office, world.now)
        work(world)


def test_the_word_first_and_the_vote_after_it_is_an_agreement() -> None:
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    assert document_of(world, number, paper).status == "in_approval"
    accept(world, number, paper, DURAND)
    approval = round_on(world, number)
    assert (approval.state, approval.outcome, world.ticket(number).state) == ("settled", "accepted", "approved")
    assert [v.party_id for v in approval.votes] == [DURAND], "never written as a vote"
    assert [(w.party_id, w.choice, w.source, w.who) for w in approval.words] == [
        (GARNIER, "accept", "phone", "Claire Dumas")]
    lines = world.office.tickets.paper_trail(number, paper.id)
    assert not [line for line in lines if line.what == "vote_accept" and line.party_id == GARNIER]


def test_who_agreed_by_phone_is_not_asked_again_while_the_other_thinks() -> None:
    """E-L8: reminders to the silent one only."""
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    a_fortnight(world)
    assert not [s for s in subjects(world, GARNIER) if "Rappel" in s or "Dernier avis" in s]
    assert [s for s in subjects(world, DURAND) if "Rappel" in s]


def test_the_same_quote_sent_again_goes_to_who_has_not_answered() -> None:
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    settle(world)
    before = dict(round_on(world, number).asked)
    request_approval(world.office, cast.CLAIRE, number, paper.id, "again", world.now)
    after = dict(round_on(world, number).asked)
    assert after[GARNIER] == before[GARNIER]
    assert after[DURAND] != before[DURAND]
    assert round_on(world, number).word_of(GARNIER)


@pytest.mark.parametrize("word_first", [True, False])
def test_divided_answers_are_the_managers_whichever_came_first(word_first: bool) -> None:
    world = World()
    number, paper = shared(world)
    if word_first:
        record(world, number, paper, outcome="refuse")
    accept(world, number, paper, DURAND)
    if not word_first:
        record(world, number, paper, outcome="refuse")
    approval = round_on(world, number)
    assert (approval.state, approval.outcome) == ("open", "split")
    assert world.ticket(number).tasks == ("split_votes",)


def test_his_own_later_answer_on_the_page_replaces_his_word() -> None:
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    page = decision_page(world.office, link_of(world, number, GARNIER), world.now)
    assert page is not None
    assert page.state == "open", "he may say on his page that it is not so"
    refuse(world, number, paper, GARNIER)
    approval = round_on(world, number)
    assert ([v.choice for v in approval.votes], approval.words) == (["refuse"], ())
    withdraw_vote(world.office, number, [paper.id], GARNIER, "w", world.now)
    assert round_on(world, number).choice_of(GARNIER) is None, "what he has replaced does not come back"


def test_a_later_word_replaces_his_vote_and_an_earlier_one_does_not() -> None:
    world = World()
    number, paper = shared(world)
    refuse(world, number, paper, GARNIER)
    record(world, number, paper, at="08:30")
    assert round_on(world, number).choice_of(GARNIER) == "refuse", "it was said before he voted"
    world.later(hours=1)
    record(world, number, paper, nonce="w2", at="10:45")
    approval = round_on(world, number)
    assert (approval.votes, approval.choice_of(GARNIER)) == ((), "accept")
    assert [line.what for line in world.office.tickets.paper_trail(number, paper.id)][-3:] == [
        "vote_refuse", "agreement_recorded", "agreement_recorded"]


def test_another_round_starts_without_the_words_of_the_last() -> None:
    """D-10."""
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    for nonce, status in (("s1", "refused"), ("s2", "in_approval")):
        set_status(world.office, "Claire Dumas", number, paper.id, StatusForm(nonce, -1, status), world.now)
    assert (round_on(world, number).round, round_on(world, number).words) == (2, ())
    accept(world, number, paper, DURAND)
    assert document_of(world, number, paper).status == "in_approval"


def test_what_was_said_before_a_decision_does_not_count_after_it() -> None:
    """Each had his say before the manager decided; the agreement of one alone does not undo that."""
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    set_status(world.office, "Claire Dumas", number, paper.id, StatusForm("s", -1, "refused"), world.now)
    world.later(minutes=5)
    record(world, number, paper, nonce="w2", party_id=DURAND, at="10:04")
    assert document_of(world, number, paper).status == "refused"


def test_a_word_cannot_be_taken_back_as_a_vote() -> None:
    world = World()
    number, paper = shared(world)
    record(world, number, paper)
    with pytest.raises(Conflict, match="no_vote"):
        withdraw_vote(world.office, number, [paper.id], GARNIER, "w", world.now)
