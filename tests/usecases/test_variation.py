"""A quote that grows after the order: only the difference is put to the owner, the order stands (E-C6, D-12)."""

from __future__ import annotations

import pytest

from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.financial import financial_table
from chalicelib.domain.financial_line import line_of
from chalicelib.domain.mail import OutgoingMail
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.make_variation import make_variation
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.request_approval import request_approval
from infra.seed import cast
from tests.builders.files import file_at, quote
from tests.fakes.office import World


def grown(world: World, state: str = "in_progress", gross: int = 150_000) -> tuple[int, Document]:
    number = file_at(world, state)
    return number, quote(world, number, gross=gross, vat=15_000)


def the(world: World, number: int, document: Document) -> Document:
    found = world.file(number).document(document.id)
    assert found is not None
    return found


def money(world: World, number: int) -> tuple[int, int]:
    file = world.file(number)
    lines = [line for d in file.documents if (line := line_of(d))]
    total = financial_table(file.packages, lines).total
    return total.contract_cents, total.variations_cents


@pytest.mark.parametrize("as_version", [False, True])
def test_only_the_difference_is_put_to_the_owner(*, as_version: bool) -> None:
    world = World()
    number, more = grown(world)
    first = next(d for d in world.file(number).documents if d.status == "approved")
    if as_version:
        replace_document(world.office, cast.CLAIRE, number, more.id, first.id, world.now)
        assert the(world, number, first).superseded_by == more.id
    make_variation(world.office, cast.CLAIRE, number, more.id, world.now)
    make_variation(world.office, cast.CLAIRE, number, more.id, world.now)
    turned, base = the(world, number, more), the(world, number, first)
    assert (turned.kind, turned.gross_cents, turned.status) == ("change_order", 21_550, "in_approval")
    assert turned.replaces == ""
    assert (base.status, base.superseded_by) == ("approved", "")
    assert world.ticket(number).state == "in_progress"
    assert "new_version_after_approval" not in world.ticket(number).tasks
    approval = world.file(number).approval(more.id)
    assert approval is not None
    assert (approval.amount_cents, approval.state) == (21_550, "open")
    asked = [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.template == "decision_request"]
    assert {m.to_email for m in asked} == {"helene.garnier@courriel.example"}
    assert money(world, number) == (128_450, 0)
    link = find_link(world.office, token_of(world.office, dict(approval.asked)["garnier"]))
    assert link is not None
    answer_decision(world.office, link, Answer("yes", "accept", more.id, amount="21550"), world.now)
    assert money(world, number) == (128_450, 21_550)
    assert world.ticket(number).state == "in_progress"


@pytest.mark.parametrize("gross", [128_449, 100_000])
def test_what_does_not_grow_is_no_variation(gross: int) -> None:
    world = World()
    number, other = grown(world, gross=gross)
    with pytest.raises(Conflict, match="no_growth"):
        make_variation(world.office, cast.CLAIRE, number, other.id, world.now)


def test_before_anything_is_accepted_a_quote_is_a_quote() -> None:
    world = World()
    number, more = grown(world, "awaiting_approval")
    with pytest.raises(Conflict, match="no_growth"):
        make_variation(world.office, cast.CLAIRE, number, more.id, world.now)


def test_a_round_that_ran_on_the_whole_amount_is_frozen() -> None:
    world = World()
    number, more = grown(world)
    request_approval(world.office, cast.CLAIRE, number, more.id, "n", world.now)
    make_variation(world.office, cast.CLAIRE, number, more.id, world.now)
    rounds = sorted((a for a in world.file(number).approvals if a.document_id == more.id), key=lambda a: a.round)
    assert [(a.state, a.amount_cents) for a in rounds] == [("closed", 150_000), ("open", 21_550)]
