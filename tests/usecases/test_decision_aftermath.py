"""What a decision, or a newer version, leaves to do and to tell (E-C6, E-C7, E-L24, D-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.holdings import counted
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.make_variation import make_variation
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.request_approval import request_approval
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, shared
from tests.builders.files import act, file_at, quote
from tests.builders.reminders import text_of
from tests.builders.story import MARCHAL
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_co_owners import change
from tests.usecases.test_decision_chases import HELENE, PAUL, on_quai_voltaire
from tests.usecases.test_informed import Since


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def known(world: World, document: Document, **figures: object) -> None:
    held = {k: FiledFigure(v, 1.0, "page 1", True) for k, v in figures.items()}  # type: ignore[arg-type]
    fresh = replace(document, figures=document.figures | held)
    file = world.file(document.ticket_number)
    ticket = counted(file.ticket, file.with_document(fresh), world.now)
    world.office.books.commit(Change(changed=(fresh, ticket)))


def lines(world: World, number: int, document: Document) -> list[str]:
    return [line.what for line in world.office.tickets.paper_trail(number, document.id)]


@pytest.mark.parametrize("by_word", [False, True])
def test_a_quote_accepted_after_its_last_day_is_to_be_confirmed_again(*, by_word: bool) -> None:
    """E-C7: the acceptance is recorded; the firm must say that its price still holds."""
    world = World()
    number = file_at(world, "awaiting_approval")
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    known(world, paper, valid_until=date(2026, 11, 25))
    world.later(days=4)
    if by_word:
        said = AgreementForm("w", "accept", GARNIER, "phone", "2026-11-27", "09:30", "D’accord.")
        record_agreement(world.office, cast.CLAIRE, number, paper.id, said, world.now)
    else:
        accept(world, number, document_of(world, number, paper), GARNIER)
    assert world.ticket(number).state == "approved"
    assert "reconfirm" in world.ticket(number).tasks
    assert lines(world, number, paper)[-1] == "reconfirm"


def test_a_quote_accepted_in_time_is_not() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    known(world, paper, valid_until=date(2026, 11, 23))
    accept(world, number, document_of(world, number, paper), GARNIER)
    assert "reconfirm" not in world.ticket(number).tasks


def test_a_variation_is_on_the_file_while_open_and_its_refusal_is_a_task_and_a_mail() -> None:
    """D-25, E-C21: the works go on, the firm hears it, a manager decides what comes next."""
    world = World()
    number = file_at(world, "in_progress")
    more = quote(world, number, gross=150_000, vat=15_000)
    make_variation(world.office, cast.CLAIRE, number, more.id, world.now)
    said = [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry) and e.what == "variation_open"]
    assert [e.facts["gross_cents"] for e in said] == [150_000 - 128_450]
    assert world.ticket(number).state == "in_progress"
    since = Since(world)
    round_ = world.file(number).approval(more.id)
    assert round_ is not None
    link = find_link(world.office, token_of(world.office, dict(round_.asked)[GARNIER]))
    assert link is not None
    answer_decision(world.office, link, Answer("n", "refuse", more.id, reason="too_dear"), world.now)
    (told,) = since.to(MARCHAL)
    assert "avenant" in text_of(told)
    assert "le montant n’a pas été accepté" in text_of(told)
    assert "variation_refused" in world.ticket(number).tasks
    assert lines(world, number, more)[-1] == "variation_refused"
    assert world.ticket(number).state == "in_progress"


def test_an_owner_without_an_address_is_a_task_when_asked_from_a_document_too() -> None:
    """E-L24, as for a letter."""
    world = World()
    change(world, DURAND, emails=())
    number, paper = on_quai_voltaire(world)
    request_approval(world.office, cast.CLAIRE, number, paper.id, "r", world.now)
    assert "owner_unreachable" in world.ticket(number).tasks
    said = [e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "task_owner_unreachable"]
    assert [e.facts["to"] for e in said] == ["M. Paul Durand"]
    assert list(dict(world.file(number).approvals[-1].asked)) == [GARNIER]


def test_voters_hear_at_once_that_a_version_is_replaced_then_both_amounts() -> None:
    """E-C6, E-M23: before its amounts are confirmed nothing is asked on the newer one (E-M10)."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    since = Since(world)
    newer = quote(world, number, gross=140_000, vat=None)
    replace_document(world.office, cast.CLAIRE, number, newer.id, paper.id, world.now)
    for address in (PAUL, HELENE):
        (told,) = since.to(address)
        assert told["Subject"].startswith("Document remplacé")
        assert "ne comptent plus" in text_of(told)
        assert "/accord/" not in text_of(told)
    known(world, document_of(world, number, newer), vat_cents=12_727)
    since = Since(world)
    act(world, number, "quote_to_owner", "again", document_ids=(newer.id,))
    (letter,) = since.to(PAUL)
    assert "1 284,50 € avant, 1 400,00 € maintenant, soit +115,50 €" in plain(text_of(letter))


def test_a_newer_version_put_from_its_page_states_both_amounts() -> None:
    world = World()
    number, paper = shared(world)
    settle(world)
    newer = quote(world, number, gross=100_000, vat=None)
    replace_document(world.office, cast.CLAIRE, number, newer.id, paper.id, world.now)
    known(world, document_of(world, number, newer), vat_cents=9_090)
    since = Since(world)
    request_approval(world.office, cast.CLAIRE, number, newer.id, "r", world.now)
    (told,) = since.to(PAUL)
    assert "1 284,50 € avant, 1 000,00 € maintenant" in plain(text_of(told))


def test_a_first_version_says_nothing_of_another() -> None:
    world = World()
    number = file_at(world, "quoted")
    since = Since(world)
    act(world, number, "quote_to_owner")
    (letter,) = since.to(HELENE)
    assert "avant" not in text_of(letter).split("Voir le devis")[0]
