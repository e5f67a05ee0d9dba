"""« Annuler » within the cooling-off: agreements and refusals, and who wins when a manager or a sale comes first
(D-10, D-11, D-14, E-L10, E-L25, U-93)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotAllowed
from chalicelib.domain.mail import OutgoingMail
from chalicelib.queries.decision_page import decision_page
from chalicelib.usecases.cancel_decision import cancel_decision, object_to_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, agreed, document_of, link_of, refuse, shared
from tests.builders.files import act, file_at, save
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_deadline import SMITH, contract
from tests.usecases.test_several_quotes import asked, none, page_of
from tests.usecases.test_several_quotes import round_on as round_of


def cancel(world: World, number: int, paper: Document, who: str, nonce: str = "c") -> None:
    cancel_decision(world.office, link_of(world, number, who), paper.id, nonce, world.now)


def state_for(world: World, number: int, who: str) -> str:
    page = decision_page(world.office, link_of(world, number, who), world.now)
    assert page is not None
    return page.state


def round_on(world: World, number: int) -> Approval:
    return world.file(number).approvals[-1]


def declined(world: World) -> tuple[int, Document]:
    number, paper = shared(world)
    refuse(world, number, paper, DURAND)
    refuse(world, number, paper, GARNIER)
    return number, paper


def test_a_refusal_is_cancelled_while_it_cools_and_becomes_an_objection_after() -> None:
    """U-93, and what the receipt of a refusal promises (U-132)."""
    world = World()
    number, paper = declined(world)
    assert (world.ticket(number).state, state_for(world, number, GARNIER)) == ("quoting", "cooling")
    world.later(minutes=14, seconds=59)
    cancel(world, number, paper, GARNIER)
    cancel(world, number, paper, GARNIER)
    approval = round_on(world, number)
    assert (approval.round, approval.state, [v.party_id for v in approval.votes]) == (1, "open", [DURAND])
    ticket = world.ticket(number)
    assert (document_of(world, number, paper).status, ticket.state, ticket.tasks) == (
        "in_approval", "awaiting_approval", ())
    refuse_again = AgreementForm("w", "refuse", GARNIER, "phone", "2026-11-23", "", "Non merci")
    record_agreement(world.office, cast.CLAIRE, number, paper.id, refuse_again, world.now)
    with pytest.raises(Conflict, match="agency_first"):
        cancel(world, number, paper, GARNIER, "c2")


def test_a_refusal_that_has_cooled_stands() -> None:
    world = World()
    number, paper = declined(world)
    world.later(minutes=15)
    with pytest.raises(Conflict, match="too_late"):
        cancel(world, number, paper, GARNIER)
    assert state_for(world, number, GARNIER) == "decided"
    object_to_decision(world.office, link_of(world, number, GARNIER), paper.id, "Finalement oui.", "o", world.now)
    assert "objection" in world.ticket(number).tasks


def test_the_receipt_of_a_refusal_says_until_when_it_can_be_cancelled() -> None:
    world = World()
    declined(world)
    settle(world)
    receipts = [m for m in world.table.items.values() if isinstance(m, OutgoingMail)
                and m.template == "decision_receipt" and m.facts["outcome"] == "refused"]
    assert ["until" in m.facts for m in receipts] == [True]


def test_an_urgent_refusal_stands_at_once() -> None:
    """D-13: no cooling-off when the works are urgent."""
    world = World()
    number = file_at(world, "awaiting_approval")
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    save(world, replace(world.ticket(number), priority="urgent"))
    refuse(world, number, paper, GARNIER)
    with pytest.raises(Conflict, match="too_late"):
        cancel(world, number, paper, GARNIER)


@pytest.mark.parametrize("status", ["refused", "paid", ""])
def test_what_a_manager_decides_during_the_cooling_off_stands(status: str) -> None:
    """D-10: the page says that the agency was first."""
    world = World()
    number, paper = agreed(world)
    set_status(world.office, "Claire Dumas", number, paper.id, StatusForm("s", -1, status), world.now)
    with pytest.raises(Conflict, match="agency_first"):
        cancel(world, number, paper, DURAND)
    assert document_of(world, number, paper).status == status
    assert state_for(world, number, DURAND) == ("decided" if status == "paid" else "settled")
    if status == "paid":
        return
    approval = round_on(world, number)
    assert (approval.state, approval.reason, approval.ended_by) == ("closed", "status", "Claire Dumas")


def test_an_agreement_that_a_manager_gives_over_a_fresh_refusal_stands() -> None:
    world = World()
    number, paper = declined(world)
    form = AgreementForm("w", "accept", DURAND, "phone", "2026-11-23", "", "Oui", True, "Tous au téléphone")
    world.later(minutes=1)
    record_agreement(world.office, cast.CLAIRE, number, paper.id, form, world.now)
    with pytest.raises(Conflict, match="agency_first"):
        cancel(world, number, paper, GARNIER)
    assert world.ticket(number).state == "approved"


def test_who_has_sold_meanwhile_cancels_nothing() -> None:
    """D-11."""
    world = World()
    number, paper = agreed(world)
    link = link_of(world, number, GARNIER)
    contract(world, "unanimity", DURAND)
    with pytest.raises(NotAllowed, match="not_a_decider"):
        cancel_decision(world.office, link, paper.id, "c", world.now)
    assert document_of(world, number, paper).status == "approved"
    cancel(world, number, paper, DURAND)
    assert document_of(world, number, paper).status == "in_approval"


def test_nothing_of_a_cancelled_file_comes_back() -> None:
    world = World()
    number, paper = declined(world)
    set_aside_ticket(world.office, cast.CLAIRE, number, "cancelled", "x", "Vendu", world.now)
    with pytest.raises(Conflict):
        cancel(world, number, paper, GARNIER)
    assert world.ticket(number).state == "cancelled"


def test_no_order_waits_for_a_refusal_to_cool() -> None:
    """The works are ordered on another basis: cancelling a refusal takes no order along."""
    world = World()
    number, paper = declined(world)
    set_status(world.office, "Claire Dumas", number, paper.id, StatusForm("s", -1, "approved"), world.now)
    act(world, number, "order", party_id="marchal")
    assert world.ticket(number).order_leaves_at is None
    with pytest.raises(Conflict, match="agency_first"):
        cancel(world, number, paper, GARNIER)
    assert world.ticket(number).state == "in_progress"


def test_none_of_several_is_cancelled_as_one() -> None:
    """E-L22."""
    world = World()
    number, one, other = asked(world, alone=False)
    for who in (DURAND, GARNIER):
        none(world, number, who, f"none {who}")
    assert world.ticket(number).state == "quoting"
    cancel(world, number, other, GARNIER)
    for paper in (one, other):
        approval = round_of(world, number, paper)
        assert (approval.state, [v.party_id for v in approval.votes]) == ("open", [DURAND])
    assert (world.ticket(number).state, page_of(world, number, GARNIER).state) == ("awaiting_approval", "open")


def test_cancelling_a_choice_among_several_takes_back_his_refusal_of_the_others() -> None:
    world = World()
    number, one, other = asked(world, alone=False)
    accept(world, number, one, DURAND)
    accept(world, number, one, GARNIER)
    cancel(world, number, one, DURAND)
    assert [v.party_id for v in round_of(world, number, one).votes] == [GARNIER]
    assert round_of(world, number, other).vote_of(DURAND) is None
    assert [o.document.id for o in page_of(world, number, DURAND).asked] == [one.id, other.id]


def test_a_refusal_may_be_cancelled_while_the_other_quote_is_still_asked_about() -> None:
    world = World()
    number, one, other = asked(world, alone=True)
    refuse(world, number, one, GARNIER)
    page = page_of(world, number, GARNIER)
    assert page.cooling is not None
    assert (page.state, page.cooling.document.id) == ("open", one.id)
    cancel(world, number, other, GARNIER)
    assert [o.document.id for o in page_of(world, number, GARNIER).asked] == [one.id, other.id]


def test_a_round_that_is_opened_again_has_the_owners_of_that_moment() -> None:
    """D-11: Garnier has sold to Smith while the agreement cooled; Durand cancels, and Smith is asked."""
    world = World()
    number, paper = agreed(world)
    gone = link_of(world, number, GARNIER)
    contract(world, "unanimity", DURAND, SMITH)
    cancel(world, number, paper, DURAND)
    cancel(world, number, paper, DURAND)
    approval = round_on(world, number)
    assert (approval.state, [e.party_id for e in approval.electors], approval.votes) == ("open", [DURAND, SMITH], ())
    assert set(dict(approval.asked)) == {DURAND, SMITH}
    lines = [e.what for e in world.office.tickets.paper_trail(number, paper.id)]
    assert lines[-2:] == ["decision_cancelled", "electors_changed"]
    sold = find_link(world.office, token_of(world.office, gone.mail_id))
    assert sold is not None
    assert sold.revoked
    world.later(minutes=1)
    accept(world, number, paper, DURAND, "again")
    accept(world, number, paper, SMITH)
    assert world.ticket(number).state == "approved"
