"""A works file is cancelled: firms hear it, open votes end, nothing more is decided on it (E-M25)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.queries.decision_page import decision_page
from chalicelib.usecases.cancel_decision import cancel_decision
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.end_missions import firms_to_tell
from chalicelib.usecases.give_directions import Directions, give_directions
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, agreed, document_of, link_of, shared
from tests.builders.files import act, file_at, quote
from tests.builders.worker import settle, work
from tests.fakes.office import World

MARCHAL, EAUGAZ = "contact@plomberie-marchal.example", "devis@eaugaz.example"


def cancel(world: World, number: int, nonce: str = "c") -> None:
    set_aside_ticket(world.office, cast.CLAIRE, number, "cancelled", nonce, "Immeuble vendu", world.now)


def told(world: World, email: str) -> list[str]:
    """The words of each mail about the cancelling that this firm has received."""
    found = [message_from_bytes(raw, policy=policy.default) for to, raw in world.mailer.sent if to == email]
    parts = [m.get_body(("plain",)) for m in found if "annulée" in m["Subject"] or "cancelled" in m["Subject"]]
    return [part.get_content() for part in parts if part]


def test_a_firm_whose_order_has_left_reads_that_it_is_withdrawn() -> None:
    world = World()
    number = file_at(world, "in_progress")
    settle(world)
    cancel(world, number)
    cancel(world, number)
    settle(world)
    (words,) = told(world, MARCHAL)
    assert "L’ordre de service du 23 nov. 2026 est retiré" in words.replace("\xa0", " ")
    assert "€" not in words
    assert "Immeuble vendu" not in words, "the reason is the office's own"
    assert [a.state for a in world.file(number).assignments] == ["cancelled"]


def test_firms_that_were_asked_are_told_each_alone_and_those_let_go_are_not() -> None:
    world = World()
    number = file_at(world, "quoted")
    act(world, number, "mission", nonce="second", party_id="eaugaz")
    act(world, number, "mission", nonce="third", party_id="canal", reason="Seul disponible")
    file = world.file(number)
    canal = file.assignment("canal")
    assert canal is not None
    world.office.books.commit(Change(changed=(replace(canal, state="declined"),)))
    assert [p.name for p in firms_to_tell(world.office, world.file(number), world.now)] == [
        "Eau & Gaz Services", "Plomberie Marchal"]
    cancel(world, number)
    settle(world)
    for email in (MARCHAL, EAUGAZ):
        (words,) = told(world, email)
        assert "retiré" not in words
        assert "1 284" not in words
        assert "Marchal" not in words
        assert "Eau & Gaz" not in words
    assert told(world, "atelier@peinture-canal.example") == []
    assert {a.party_id: a.state for a in world.file(number).assignments} == {
        "marchal": "cancelled", "eaugaz": "cancelled", "canal": "declined"}


def test_a_firm_reads_it_in_its_language_and_one_without_an_address_is_to_be_called() -> None:
    world = World()
    number = file_at(world, "quoting", language="en")
    act(world, number, "mission", nonce="second", party_id="eaugaz")
    (eaugaz,) = world.office.directory.parties("eaugaz")
    assert eaugaz is not None
    world.office.books.commit(Change(changed=(replace(eaugaz, emails=()),)))
    assert [bool(p.email) for p in firms_to_tell(world.office, world.file(number), world.now)] == [False, True]
    cancel(world, number)
    settle(world)
    assert ["cancelled" in words for words in told(world, MARCHAL)] == [True]
    assert told(world, EAUGAZ) == []


def test_an_order_that_waits_never_leaves_and_the_firm_is_not_told_of_it() -> None:
    world = World()
    number, _ = agreed(world)
    act(world, number, "order", party_id="marchal")
    cancel(world, number)
    settle(world)
    (words,) = told(world, MARCHAL)
    assert "retiré" not in words
    orders = [m.state for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template == "order"]
    assert orders == ["cancelled"]


def test_an_order_still_to_be_taken_back_goes_with_the_file() -> None:
    world = World()
    number = file_at(world, "approved")
    world.office = replace(world.office, agency=replace(world.office.agency, undo_seconds=20))
    act(world, number, "order", party_id="marchal")
    cancel(world, number)
    settle(world)
    orders = [m.state for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template == "order"]
    assert orders == ["cancelled"]
    assert len(told(world, MARCHAL)) == 1


def test_the_open_vote_ends_its_votes_stay_and_its_links_say_cancelled() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    link = link_of(world, number, GARNIER)
    cancel(world, number)
    approval = world.file(number).approvals[-1]
    assert (approval.state, approval.reason, len(approval.votes)) == ("closed", "cancelled", 1)
    assert document_of(world, number, paper).status == ""
    page = decision_page(world.office, link, world.now)
    assert page is not None
    assert page.state == "cancelled"
    lines = [(e.what, e.facts.get("reason")) for e in world.office.tickets.paper_trail(number, paper.id)]
    assert ("status_none", "cancelled") in lines


def _vote(world: World, number: int, paper: str) -> None:
    cast_vote(world.office, number, Ballot("space", GARNIER, ((paper, "accept"),)), world.now)


def _ask(world: World, number: int, paper: str) -> None:
    asks = Directions("q", paper, "question", "Est-ce garanti ?")
    give_directions(world.office, link_of(world, number, GARNIER), asks, world.now)


def _take_back(world: World, number: int, paper: str) -> None:
    cancel_decision(world.office, link_of(world, number, GARNIER), paper, "back", world.now)


@pytest.mark.parametrize("answer", [_vote, _ask])
def test_nobody_decides_on_a_cancelled_file(answer: Callable[[World, int, str], None]) -> None:
    world = World()
    number, paper = shared(world)
    cancel(world, number)
    before = world.file(number)
    with pytest.raises(Conflict) as refused:
        answer(world, number, paper.id)
    assert refused.value.code == "no_longer_asked"
    assert world.file(number) == before


def test_a_decision_that_cools_is_not_taken_back_on_a_cancelled_file() -> None:
    world = World()
    number, paper = agreed(world)
    cancel(world, number)
    with pytest.raises(Conflict):
        _take_back(world, number, paper.id)
    assert world.ticket(number).state == "cancelled"


def test_a_received_invoice_stays_to_be_paid_and_the_file_can_begin_again() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    settle(world)
    cancel(world, number)
    assert document_of(world, number, invoice) == invoice or document_of(world, number, invoice).status == ""
    assert world.ticket(number).invoices == 1
    set_aside_ticket(world.office, cast.CLAIRE, number, "reopened", "r", "La vente est annulée", world.now)
    act(world, number, "mission", nonce="again", party_id="marchal")
    work(world)
    assert [a.state for a in world.file(number).assignments] == ["asked"]
