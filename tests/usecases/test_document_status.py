"""The four statuses in a manager's hands: every choice in every state, with a source, never a vote (S-18 to S-20)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.words import STATUSES
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.files import quote
from tests.fakes.office import World

STATES = ("", *STATUSES)


def paper(world: World, status: str, kind: str = "invoice") -> tuple[int, Document]:
    """A document in this status, by the hand of a manager."""
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    found = quote(world, number, kind=kind)
    if status:
        give(world, number, found, status, "first")
    return number, at(world, number, found)


def give(world: World, number: int, document: Document, status: str, nonce: str = "n", who: Any = CLAIRE,
         **more: Any) -> None:
    values = {"version": -1, "status": status} | more
    set_status(world.office, who.name, number, document.id, StatusForm(nonce, **values), world.now)


def at(world: World, number: int, document: Document) -> Document:
    found = world.file(number).document(document.id)
    assert found
    return found


def test_there_are_exactly_four_and_their_words_are_those_of_the_manual() -> None:
    """S-20, D-6: « Rejeté » never appears."""
    assert list(STATUSES.values()) == ["Approbation", "Validé", "Refusé", "Payé"]


@pytest.mark.parametrize("chosen", STATES)
@pytest.mark.parametrize("state", STATES)
def test_any_of_them_may_follow_any_other(state: str, chosen: str) -> None:
    """S-19: each manager may choose the global status at any time; a round is open exactly while it is Approbation."""
    world = World()
    number, document = paper(world, state)
    lines = len(world.office.tickets.paper_trail(number, document.id))
    give(world, number, document, chosen, who=KARIM)
    done, approval = at(world, number, document), world.file(number).approval(document.id)
    assert done.status == chosen
    assert (approval is not None and approval.state == "open") is (chosen == "in_approval")
    assert (approval is not None) is ("in_approval" in (state, chosen))
    if state == "in_approval" and chosen != state:
        assert approval
        assert (approval.state, approval.reason, approval.ended_by) == ("closed", "status", KARIM.name)
    fresh = world.office.tickets.paper_trail(number, document.id)[lines:]
    if chosen == state:
        assert fresh == []
    else:
        assert (fresh[0].what, fresh[0].who) == (f"status_{chosen or 'none'}", KARIM.name)


def test_it_is_never_written_as_somebody_s_vote_and_freezes_the_votes() -> None:
    """S-21, D-10."""
    world = World()
    number, document = paper(world, "in_approval")
    cast_vote(world.office, number, Ballot("v", "durand", ((document.id, "refuse"),)), world.now)
    give(world, number, at(world, number, document), "approved", source="phone", note="Les deux sont d’accord.")
    approval = world.file(number).approval(document.id)
    assert approval
    assert [(v.party_id, v.choice) for v in approval.votes] == [("durand", "refuse")]
    with pytest.raises(Conflict):
        cast_vote(world.office, number, Ballot("late", "garnier", ((document.id, "refuse"),)), world.now)
    line = world.office.tickets.paper_trail(number, document.id)[-1]
    assert (line.what, line.party_id, line.facts["source"], line.facts["note"]) == (
        "status_approved", "", "phone", "Les deux sont d’accord.")


def test_coming_back_opens_a_new_round_without_votes() -> None:
    world = World()
    number, document = paper(world, "in_approval")
    cast_vote(world.office, number, Ballot("v", "durand", ((document.id, "accept"),)), world.now)
    give(world, number, at(world, number, document), "refused")
    give(world, number, at(world, number, document), "in_approval", "again")
    approval = world.file(number).approval(document.id)
    assert approval
    assert (approval.round, approval.votes, approval.state) == (2, (), "open")
    assert [a.round for a in world.file(number).approvals if a.votes] == [1]


@pytest.mark.parametrize(("typed", "faults"), [
    ({"status": "rejected"}, {"status": "unknown"}),
    ({"source": "pigeon", "note": "x"}, {"source": "unknown"}),
    ({"source": "phone", "note": " "}, {"note": "required"}),
    ({"status": "?", "source": "?", "note": "x" * 1001},
     {"status": "unknown", "source": "unknown", "note": "too_long"}),
])
def test_all_faults_at_once_and_nothing_is_written(typed: dict[str, str], faults: dict[str, str]) -> None:
    world = World()
    number, document = paper(world, "")
    before = dict(world.table.items)
    with pytest.raises(Invalid) as refused:
        give(world, number, document, **({"status": "approved"} | typed))
    assert {f.field: f.code for f in refused.value.faults} == faults
    assert dict(world.table.items) == before


def test_twice_is_once_and_an_old_page_is_told() -> None:
    world = World()
    number, document = paper(world, "")
    for _ in range(3):
        give(world, number, document, "paid", version=document.version)
    with pytest.raises(Conflict, match="form_used"):
        give(world, number, document, "refused")
    with pytest.raises(Conflict, match="document_changed"):
        give(world, number, document, "refused", "other", version=document.version)
    give(world, number, document, "refused", "anyway", version=document.version, anyway=True)
    assert at(world, number, document).status == "refused"


def test_a_replaced_version_keeps_the_status_it_had() -> None:
    world = World()
    number, document = paper(world, "refused")
    new = quote(world, number, gross=200, kind="invoice")
    replace_document(world.office, CLAIRE, number, new.id, document.id, world.now)
    with pytest.raises(Conflict, match="superseded"):
        give(world, number, document, "approved")
    with pytest.raises(NotFound):
        set_status(world.office, "Claire", number, "nothing", StatusForm("x", -1, "paid"), world.now)


def test_an_invoice_that_is_refused_leaves_the_counts_and_one_without_status_stays() -> None:
    """S-17: all but « refusé »."""
    world = World()
    number, document = paper(world, "")
    assert world.ticket(number).invoices == 1
    for status, count in (("paid", 1), ("refused", 0), ("in_approval", 1), ("", 1)):
        give(world, number, document, status, f"to {status}")
        assert world.ticket(number).invoices == count


@pytest.mark.parametrize("kind", ["quote", "invoice", "credit_note", "change_order"])
@pytest.mark.parametrize("known", ["gross", "nothing"])
def test_nothing_is_asked_on_a_price_that_nobody_has_confirmed(kind: str, known: str) -> None:
    """E-M10: no link leaves before TTC and TVA are known for certain, by whichever door."""
    world = World()
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    document = quote(world, number, kind=kind, vat=None)
    if known == "nothing":
        world.office.books.commit(Change(changed=(replace(document, figures={}),)))
    with pytest.raises(Conflict, match="amounts_unsure"):
        give(world, number, document, "in_approval")
    with pytest.raises(Conflict, match="amounts_unsure"):
        request_approval(world.office, CLAIRE, number, document.id, "r", world.now)
    assert at(world, number, document).status == ""
    assert not [m for m in world.table.items.values() if isinstance(m, OutgoingMail)]


@pytest.mark.parametrize("kind", ["report", "photo", "other"])
def test_a_paper_without_a_price_may_be_put_to_the_vote(kind: str) -> None:
    world = World()
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    document = quote(world, number, kind=kind, vat=None)
    give(world, number, document, "in_approval")
    assert at(world, number, document).status == "in_approval"
