"""Several quotes to choose from: one of them, or none; whatever is answered may be answered otherwise (E-L22, S-26)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.queries.decision_page import DecisionPage, decision_page
from chalicelib.usecases.answer_decision import NONE_OF_THEM, Answer, answer_decision, withdraw_answer
from tests.builders.decisions import DURAND, GARNIER, accept, link_of, refuse
from tests.builders.files import act, quote, save
from tests.builders.story import leak
from tests.fakes.office import World


def asked(world: World, *, alone: bool) -> tuple[int, Document, Document]:
    """Two quotes in one letter, to Mme Garnier alone or with M. Durand."""
    number = leak(world)
    both = {} if alone else {"unit_id": "voltaire12", "owner_ids": (DURAND, GARNIER)}
    save(world, replace(world.ticket(number), priority="normal", **both))
    act(world, number, "mission", "m1", party_id="marchal")
    act(world, number, "mission", "m2", party_id="eaugaz")
    one, other = quote(world, number), quote(world, number, firm="eaugaz", gross=99_000)
    act(world, number, "quote_to_owner", document_ids=(one.id, other.id))
    return number, one, other


def round_on(world: World, number: int, paper: Document) -> Approval:
    found = world.file(number).approval(paper.id)
    assert found is not None
    return found


def page_of(world: World, number: int, party_id: str) -> DecisionPage:
    page = decision_page(world.office, link_of(world, number, party_id), world.now)
    assert page is not None
    return page


def none(world: World, number: int, party_id: str, nonce: str = "none") -> None:
    form = Answer(nonce, "refuse", NONE_OF_THEM, reason="later")
    answer_decision(world.office, link_of(world, number, party_id), form, world.now)


def test_refusing_one_leaves_the_choice_of_the_other() -> None:
    world = World()
    number, one, other = asked(world, alone=True)
    refuse(world, number, one, GARNIER)
    page = page_of(world, number, GARNIER)
    assert (page.state, page.first.document.id, [o.document.id for o in page.asked]) == ("open", other.id, [other.id])
    assert world.ticket(number).state == "awaiting_approval"
    accept(world, number, other, GARNIER)
    assert (world.ticket(number).state, world.ticket(number).chosen_quote) == ("approved", other.id)


def test_none_of_them_takes_the_file_back_to_quotes_with_one_receipt() -> None:
    """D-25: refusing all returns to quoting. Twice is once."""
    world = World()
    number, one, other = asked(world, alone=True)
    none(world, number, GARNIER)
    none(world, number, GARNIER)
    assert {round_on(world, number, p).outcome for p in (one, other)} == {"refused"}
    assert world.ticket(number).state == "quoting"
    receipts = [m for m in world.table.items.values()
                if isinstance(m, OutgoingMail) and m.template == "decision_receipt"]
    assert [(m.facts["what"], m.facts["also"]) for m in receipts] == [("vote_refuse", "quote-eaugaz.pdf")]


def test_none_of_them_after_one_refusal_refuses_the_rest() -> None:
    world = World()
    number, one, other = asked(world, alone=False)
    refuse(world, number, one, DURAND)
    none(world, number, DURAND)
    assert [v.party_id for p in (one, other) for v in round_on(world, number, p).votes] == [DURAND, DURAND]
    with pytest.raises(Conflict, match="already_voted"):
        none(world, number, DURAND, "another form")


def test_the_same_choice_sent_twice_is_one_ballot() -> None:
    world = World()
    number, one, other = asked(world, alone=False)
    for _ in range(2):
        accept(world, number, one, DURAND, "one form")
    assert [v.choice for p in (one, other) for v in round_on(world, number, p).votes] == ["accept", "refuse"]


@pytest.mark.parametrize("seen", [0, 1])
def test_one_withdrawal_takes_back_the_whole_ballot(seen: int) -> None:
    world = World()
    number, *papers = asked(world, alone=False)
    accept(world, number, papers[0], DURAND)
    assert page_of(world, number, DURAND).first.document.id == papers[0].id
    withdraw_answer(world.office, link_of(world, number, DURAND), papers[seen].id, "w", world.now)
    assert not [v for p in papers for v in round_on(world, number, p).votes]
    assert page_of(world, number, DURAND).state == "open"
    accept(world, number, papers[1], DURAND, "other")
    assert [v.choice for p in papers for v in round_on(world, number, p).votes] == ["refuse", "accept"]


def test_what_all_have_refused_does_not_keep_a_ballot_from_being_taken_back() -> None:
    """The first quote is refused for good, the vote on the second goes on: his answer there comes back."""
    world = World()
    number, one, other = asked(world, alone=False)
    refuse(world, number, one, GARNIER)
    none(world, number, DURAND)
    assert round_on(world, number, one).state == "settled"
    assert page_of(world, number, DURAND).state == "voted"
    withdraw_answer(world.office, link_of(world, number, DURAND), one.id, "w", world.now)
    assert not round_on(world, number, other).votes
    assert page_of(world, number, DURAND).first.document.id == other.id


def test_the_page_of_who_chose_first_says_that_it_may_still_be_cancelled() -> None:
    """His refusal of the other quote is not his answer to the one that was chosen."""
    world = World()
    number, _, other = asked(world, alone=False)
    accept(world, number, other, DURAND)
    accept(world, number, other, GARNIER)
    for who in (DURAND, GARNIER):
        page = page_of(world, number, who)
        assert (page.state, page.first.document.id) == ("cooling", other.id)
