"""A works file with several packages: each is quoted, decided and ordered by itself (D-1, D-25, E-L22, E-C23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.menu import find, situation, why_not
from chalicelib.domain.ticket import stage, turn
from chalicelib.queries.dashboard import Filters, dashboard
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.cancel_decision import cancel_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.save_package import add_packages
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.builders.files import act, file_at, quote
from tests.builders.worker import settle, work
from tests.fakes.office import World

PLUMBER, HEATING = "contact@plomberie-marchal.example", "devis@eaugaz.example"


def two_packages(world: World) -> tuple[int, Document, Document]:
    """Plumbing is quoted by one firm, electricity by another."""
    number = file_at(world, "quoting")
    act(world, number, "mission", nonce="second", party_id="eaugaz")
    add_packages(world.office, cast.CLAIRE, number, "Plomberie\nÉlectricité", "packages", world.now)
    names = [p.id for p in world.file(number).packages]
    return (number, placed(world, number, quote(world, number), names[0]),
            placed(world, number, quote(world, number, "eaugaz", 50_000, 5_000), names[1]))


def placed(world: World, number: int, document: Document, package: str) -> Document:
    """Said to be of this package, as « Modifier les informations » does."""
    world.office.books.commit(Change(changed=(replace(document, packages=(package,)),)))
    return now(world, number, document)


def now(world: World, number: int, document: Document) -> Document:
    found = world.file(number).document(document.id)
    assert found is not None
    return found


def link(world: World, number: int, document: Document) -> DecisionLink:
    """The link of the owner's mail about this document."""
    approval = world.file(number).approval(document.id)
    assert approval is not None
    found = find_link(world.office, token_of(world.office, dict(approval.asked)["garnier"]))
    assert found is not None
    return found


def accepts(world: World, number: int, document: Document) -> None:
    """The owner, on her page."""
    form = Answer(f"yes-{document.id}", "accept", document.id, amount=str(document.gross_cents))
    answer_decision(world.office, link(world, number, document), form, world.now)


def sent(world: World, email: str, template: str) -> int:
    return sum(m.state == "sent" and m.to_email == email and m.template == template
               for m in world.table.items.values() if isinstance(m, OutgoingMail))


def refusal(world: World, number: int, key: str) -> str:
    action = find(key)
    assert action is not None
    return why_not(action, situation(world.ticket(number)))


def test_two_packages_are_accepted_and_ordered_each_by_itself() -> None:
    world = World()
    number, pipes, wires = two_packages(world)
    act(world, number, "quote_to_owner", document_ids=(pipes.id, wires.id))
    accepts(world, number, pipes)
    assert [now(world, number, d).status for d in (pipes, wires)] == ["approved", "in_approval"]
    accepts(world, number, wires)
    assert [now(world, number, d).status for d in (pipes, wires)] == ["approved", "approved"]
    assert world.ticket(number).amount_cents == 128_450 + 50_000
    world.later(minutes=16)

    act(world, number, "order", nonce="pipes", party_id="marchal")
    missions = {a.party_id: a.state for a in world.file(number).assignments}
    assert missions == {"marchal": "retained", "eaugaz": "quoted"}
    assert (stage(world.ticket(number)), turn(world.ticket(number))) == ("lot_to_order", "us")
    with pytest.raises(Conflict):
        act(world, number, "order", nonce="pipes again", party_id="marchal")

    act(world, number, "order", nonce="wires", party_id="eaugaz")
    missions = {a.party_id: a.state for a in world.file(number).assignments}
    assert missions == {"marchal": "retained", "eaugaz": "retained"}
    assert (stage(world.ticket(number)), turn(world.ticket(number))) == ("in_progress", "contractor")
    assert refusal(world, number, "order") == "ordered"
    work(world)
    settle(world)
    assert (sent(world, PLUMBER, "order"), sent(world, HEATING, "order")) == (1, 1)
    assert (sent(world, PLUMBER, "not_retained"), sent(world, HEATING, "not_retained")) == (0, 0)


def test_a_package_is_put_to_the_owner_while_another_is_under_way() -> None:
    world = World()
    number, pipes, wires = two_packages(world)
    act(world, number, "quote_to_owner", document_ids=(pipes.id,))
    accepts(world, number, pipes)
    world.later(minutes=16)
    act(world, number, "order", party_id="marchal")
    assert (stage(world.ticket(number)), refusal(world, number, "quote_to_owner")) == ("lot_to_submit", "")
    assert world.ticket(number).quoted_cents == 50_000

    act(world, number, "quote_to_owner", nonce="wires")
    assert (now(world, number, wires).status, world.ticket(number).state) == ("in_approval", "in_progress")
    assert refusal(world, number, "quote_to_owner") == "ordered"
    accepts(world, number, wires)
    assert (stage(world.ticket(number)), refusal(world, number, "order")) == ("lot_to_order", "")
    world.later(minutes=16)
    act(world, number, "order", nonce="second order", party_id="eaugaz")
    assert world.ticket(number).ordered_documents == (pipes.id, wires.id)


def test_the_dashboard_offers_on_the_row_what_the_file_offers() -> None:
    world = World()
    number, pipes, _ = two_packages(world)
    act(world, number, "quote_to_owner", document_ids=(pipes.id,))
    accepts(world, number, pipes)
    world.later(minutes=16)
    act(world, number, "order", party_id="marchal")
    board = dashboard(world.office, Filters(view="all"))
    (row,) = [r for r in board.rows if r["number"] == number]
    assert row["menu"] == situation(world.ticket(number)).name
    assert situation(world.ticket(number)) in board.situations


def test_rivals_of_one_package_are_let_go_and_nobody_else() -> None:
    world = World()
    number, pipes, wires = two_packages(world)
    other = placed(world, number, quote(world, number, "eaugaz", 140_000, 14_000), pipes.packages[0])
    act(world, number, "quote_to_owner", document_ids=(pipes.id, other.id, wires.id))
    accepts(world, number, pipes)
    found = {d.id: d.status for d in world.file(number).documents}
    assert (found[pipes.id], found[other.id], found[wires.id]) == ("approved", "refused", "in_approval")
    world.later(minutes=16)
    act(world, number, "order", party_id="marchal")
    assert [a.state for a in world.file(number).assignments if a.party_id == "eaugaz"] == ["quoted"]


def test_the_choice_on_the_page_refuses_only_what_stands_for_the_same_works() -> None:
    world = World()
    number, pipes, wires = two_packages(world)
    act(world, number, "quote_to_owner", document_ids=(pipes.id, wires.id))
    accepts(world, number, pipes)
    assert now(world, number, wires).status == "in_approval"
    assert world.file(number).approval(wires.id).votes == ()  # type: ignore[union-attr]


def test_one_order_is_cancelled_while_it_waits_and_the_other_leaves() -> None:
    """D-14: what the owner takes back is one decision, not the other."""
    world = World()
    number, pipes, wires = two_packages(world)
    act(world, number, "quote_to_owner", document_ids=(pipes.id, wires.id))
    accepts(world, number, pipes)
    act(world, number, "order", nonce="pipes", party_id="marchal")
    world.now += timedelta(minutes=1)
    accepts(world, number, wires)
    act(world, number, "order", nonce="wires", party_id="eaugaz")
    work(world)
    cancel_decision(world.office, link(world, number, pipes), pipes.id, "cancel", world.now)
    ticket = world.ticket(number)
    assert ticket.ordered_documents == (wires.id,)
    world.later(minutes=16)
    sweep(world.office, world.now)
    settle(world)
    assert (sent(world, PLUMBER, "order"), sent(world, HEATING, "order")) == (0, 1)
    assert now(world, number, pipes).status == "in_approval"


def test_a_file_without_packages_is_ordered_once() -> None:
    world = World()
    number = file_at(world, "in_progress")
    quote(world, number, "eaugaz", 90_000, 9_000)
    ticket = world.ticket(number)
    assert (stage(ticket), ticket.to_order, ticket.to_submit) == ("in_progress", 0, 0)
    assert (refusal(world, number, "order"), refusal(world, number, "quote_to_owner")) == ("ordered", "ordered")
