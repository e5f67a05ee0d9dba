"""What was agreed on a version counts until the newer one is accepted (E-C6, D-12)."""

from __future__ import annotations

import pytest

from chalicelib.domain.financial import financial_table
from chalicelib.domain.financial_line import line_of
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, agreed
from tests.builders.files import act, quote
from tests.fakes.office import World


def contract(world: World, number: int) -> int:
    file = world.file(number)
    return financial_table(file.packages, [line for d in file.documents if (line := line_of(d))]).total.contract_cents


@pytest.mark.parametrize("gross", [100_000, 150_000])
def test_what_was_agreed_counts_until_the_newer_version_is_accepted(gross: int) -> None:
    """E-C6: the agreement stands, whether the newer one is dearer or cheaper."""
    world = World()
    number, paper = agreed(world)
    world.later(minutes=20)
    newer = quote(world, number, gross=gross)
    replace_document(world.office, cast.CLAIRE, number, newer.id, paper.id, world.now)
    assert contract(world, number) == 128_450
    assert "new_version_after_approval" in world.ticket(number).tasks
    request_approval(world.office, cast.CLAIRE, number, newer.id, "r", world.now)
    assert contract(world, number) == 128_450
    for party in (DURAND, GARNIER):
        round_ = world.file(number).approval(newer.id)
        assert round_ is not None
        link = find_link(world.office, token_of(world.office, dict(round_.asked)[party]))
        assert link is not None
        answer_decision(world.office, link, Answer(f"v2-{party}", "accept", newer.id, amount=str(gross)), world.now)
    assert contract(world, number) == gross
    assert world.ticket(number).chosen_quote == newer.id
    world.later(minutes=20)
    act(world, number, "order", party_id="marchal")
    assert [a.retained_document for a in world.file(number).assignments] == [newer.id]


def test_works_can_be_ordered_on_the_agreed_version_while_a_lower_one_waits() -> None:
    world = World()
    number, paper = agreed(world)
    world.later(minutes=20)
    newer = quote(world, number, gross=100_000)
    replace_document(world.office, cast.CLAIRE, number, newer.id, paper.id, world.now)
    act(world, number, "order", party_id="marchal")
    assert [a.retained_document for a in world.file(number).assignments] == [paper.id]
    assert world.ticket(number).state == "in_progress"


def test_a_refused_newer_version_leaves_the_agreed_one() -> None:
    world = World()
    number, paper = agreed(world)
    world.later(minutes=20)
    newer = quote(world, number, gross=150_000)
    replace_document(world.office, cast.CLAIRE, number, newer.id, paper.id, world.now)
    set_status(world.office, "Claire Dumas", number, newer.id, StatusForm("no", -1, "refused"), world.now)
    assert contract(world, number) == 128_450
