"""Two owners with one e-mail address: never a silent decision by one person for two (E-L23)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.calendar import PARIS
from chalicelib.domain.change import Change
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.withdraw_vote import withdraw_vote
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, link_of, refuse, shared
from tests.fakes.office import World


def one_address(world: World, *, before: bool = True) -> tuple[int, str]:
    """A quote put to the two owners, who share an address when it leaves, or later."""
    if before:
        _share(world)
    number, paper = shared(world)
    if not before:
        _share(world)
    return number, paper.id


def _share(world: World) -> None:
    durand, garnier = world.office.directory.parties(DURAND, GARNIER)
    assert durand is not None
    assert garnier is not None
    world.office.books.commit(Change(changed=(replace(garnier, emails=(durand.email.upper(),)),)))


def heard(world: World, number: int, paper: str, who: str, outcome: str = "accept") -> None:
    """The manager calls after the votes."""
    called = world.later(hours=1).astimezone(PARIS)
    form = AgreementForm(f"word-{who}", outcome, who, "phone", f"{called:%Y-%m-%d}", f"{called:%H:%M}",
                         "C’est d’accord pour moi.")
    record_agreement(world.office, cast.CLAIRE, number, paper, form, world.now)


def votes(world: World, number: int) -> list[str]:
    return sorted(v.party_id for v in world.file(number).approvals[-1].votes)


@pytest.mark.parametrize("before", [True, False])
def test_the_second_vote_of_one_mailbox_is_taken_and_decides_nothing(*, before: bool) -> None:
    world = World()
    number, name = one_address(world, before=before)
    paper = world.file(number).document(name)
    assert paper is not None
    accept(world, number, paper, DURAND)
    assert world.ticket(number).tasks == ()
    accept(world, number, paper, GARNIER)
    file = world.file(number)
    assert votes(world, number) == [DURAND, GARNIER]
    assert (file.approvals[-1].state, file.ticket.state) == ("open", "awaiting_approval")
    assert "shared_address" in file.ticket.tasks
    lines = [(e.what, e.facts.get("to")) for e in world.office.tickets.paper_trail(number, name)]
    assert ("shared_address", "Mme Hélène Garnier") in lines


@pytest.mark.parametrize("who", [DURAND, GARNIER])
def test_the_word_of_one_heard_by_a_manager_decides_with_the_vote_of_the_other(who: str) -> None:
    world = World()
    number, name = one_address(world)
    paper = world.file(number).document(name)
    assert paper is not None
    accept(world, number, paper, DURAND)
    accept(world, number, paper, GARNIER)
    heard(world, number, name, who)
    assert document_of(world, number, paper).status == "approved"
    assert "shared_address" not in world.ticket(number).tasks
    said = [e for e in world.office.tickets.paper_trail(number, name) if e.what == "agreement_recorded"]
    assert [(e.who, e.facts["of"], e.facts["source"]) for e in said] == [(cast.CLAIRE.name, who, "phone")]


def test_two_refusals_of_one_mailbox_wait_too_and_votes_of_the_space_count_the_same() -> None:
    world = World()
    number, name = one_address(world)
    paper = world.file(number).document(name)
    assert paper is not None
    refuse(world, number, paper, DURAND)
    cast_vote(world.office, number, Ballot("space", GARNIER, ((name, "refuse"),)), world.now)
    assert document_of(world, number, paper).status == "in_approval"
    assert world.ticket(number).tasks == ("shared_address",)


def test_another_address_given_after_the_votes_does_not_make_them_two_persons() -> None:
    """Their links went to one mailbox."""
    world = World()
    number, name = one_address(world)
    paper = world.file(number).document(name)
    assert paper is not None
    accept(world, number, paper, DURAND)
    garnier = world.office.directory.parties(GARNIER)[0]
    assert garnier is not None
    assert link_of(world, number, GARNIER).email == garnier.email
    accept(world, number, paper, GARNIER)
    world.office.books.commit(Change(changed=(replace(garnier, emails=("helene@ailleurs.example",)),)))
    withdraw_vote(world.office, number, (name,), DURAND, "back", world.now)
    accept(world, number, paper, DURAND, nonce="again")
    assert document_of(world, number, paper).status == "in_approval"


def test_owners_with_an_address_each_decide_as_before() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    accept(world, number, paper, GARNIER)
    assert document_of(world, number, paper).status == "approved"
