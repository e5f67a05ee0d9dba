"""A firm hears why its paper is refused, in neutral words, or a manager is asked why (E-C22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Invalid
from chalicelib.domain.neutral import names_others
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, link_of, refuse, shared
from tests.builders.files import act, file_at, quote
from tests.builders.reminders import text_of
from tests.builders.story import MARCHAL
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_co_owners import change
from tests.usecases.test_informed import Since


def manager_refuses(world: World, number: int, document_id: str, motive: str = "", nonce: str = "s") -> None:
    set_status(world.office, "Claire Dumas", number, document_id,
               StatusForm(nonce, -1, "refused", "own", "Entre nous", motive=motive), world.now)


@pytest.mark.parametrize(("language", "words", "wants"), [
    ("fr", "Motif\u00a0: TVA à 20 % au lieu de 10 %.", "document corrigé"),
    ("en", "Reason: TVA à 20 % au lieu de 10 %.", "corrected document")])
def test_a_refused_invoice_is_told_with_the_reason_a_manager_gave(language: str, words: str, wants: str) -> None:
    world = World()
    change(world, "marchal", language=language)
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    since = Since(world)
    manager_refuses(world, number, invoice.id, "TVA à 20 % au lieu de 10 %")
    (told,) = since.to(MARCHAL)
    assert words in text_of(told)
    assert wants in text_of(told)
    assert "Entre nous" not in text_of(told)
    talk = world.file(number).conversation("marchal")
    assert talk is not None
    assert talk.token in told["Reply-To"]
    assert "refusal_reason" not in world.ticket(number).tasks


def said_to_be_of(world: World, number: int, document: Document, firm: str, firm_id: str, sender: str = "") -> None:
    """As if the office had filed it under this firm; without a sender, imported by a manager."""
    world.office.books.commit(Change(changed=(replace(document, firm=firm, firm_id=firm_id, party_id=sender),)))


def test_a_firm_whose_paper_the_office_filed_is_told_too_and_may_be_told_its_own_amount() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice", gross=77_700)
    said_to_be_of(world, number, invoice, "Plomberie Marchal", "marchal")
    since = Since(world)
    manager_refuses(world, number, invoice.id, "Le total de 777,00 € compte deux fois la main-d’œuvre")
    (told,) = since.to(MARCHAL)
    assert "777,00" in text_of(told)


def test_what_a_firm_sent_under_a_name_that_nobody_has_recorded_is_its_own_matter() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    said_to_be_of(world, number, invoice, "Marchal Frères", "", sender="marchal")
    since = Since(world)
    manager_refuses(world, number, invoice.id, "Marchal, votre total de 1 284,50 € compte deux fois la main-d’œuvre")
    assert len(since.to(MARCHAL)) == 1


def test_a_paper_of_another_firm_is_never_refused_to_who_forwarded_it() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    said_to_be_of(world, number, invoice, "Eau & Gaz", "eaugaz", sender="marchal")
    since = Since(world)
    manager_refuses(world, number, invoice.id, "TVA à 20 % au lieu de 10 %")
    assert since.to(MARCHAL) == []


def test_without_a_reason_nothing_leaves_and_a_manager_is_asked_once() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    since = Since(world)
    manager_refuses(world, number, invoice.id)
    manager_refuses(world, number, invoice.id, nonce="again")
    assert since.to(MARCHAL) == []
    assert world.ticket(number).tasks.count("refusal_reason") == 1


def test_an_owner_s_chosen_reason_is_told_and_never_his_own_words() -> None:
    world = World()
    number, paper = shared(world)
    since = Since(world)
    form = Answer("no", "refuse", paper.id, reason="too_dear", comment="Eau & Gaz le fait pour 900 €")
    answer_decision(world.office, link_of(world, number, DURAND), form, world.now)
    assert since.to(MARCHAL) == []
    refuse(world, number, paper, GARNIER)
    (told,) = since.to(MARCHAL)
    assert "le montant n’a pas été accepté" in text_of(told)
    assert not any(word in told.as_string() for word in ("900", "Gaz", "Durand", "Garnier"))


def test_an_owner_who_gives_no_reason_we_may_tell_leaves_a_task() -> None:
    world = World()
    number, paper = shared(world)
    since = Since(world)
    for party in (DURAND, GARNIER):
        form = Answer(f"no-{party}", "refuse", paper.id, reason="other", comment="Je préfère mon cousin")
        answer_decision(world.office, link_of(world, number, party), form, world.now)
    assert since.to(MARCHAL) == []
    assert {"owner_refused", "refusal_reason"} <= set(world.ticket(number).tasks)


def test_a_refusal_by_telephone_leaves_the_task_too() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    record_agreement(world.office, cast.CLAIRE, number, paper.id,
                     AgreementForm("w", "refuse", GARNIER, "phone", "2026-11-23", "09:30", "Non."), world.now)
    assert "refusal_reason" in world.ticket(number).tasks


def test_a_refusal_that_is_put_right_before_the_mail_leaves_is_not_told() -> None:
    world = World()
    number = file_at(world, "in_progress")
    invoice = quote(world, number, kind="invoice")
    since = Since(world)
    manager_refuses(world, number, invoice.id, "Doublon")
    set_status(world.office, "Claire Dumas", number, invoice.id, StatusForm("t", -1, "approved"), world.now)
    assert since.to(MARCHAL) == []


@pytest.mark.parametrize(("motive", "named"), [
    ("Mme Garnier ne veut pas", True), ("Eaugaz est moins cher", True), ("Un autre le fait pour 990,00 €", True),
    ("Un autre le fait pour 990€", True), ("Votre total de 1 284,50 € ne correspond pas au devis", False),
    ("Un petit défaut de calcul", False), ("Marchal n’est pas le nom du client", False)])
def test_a_reason_names_nobody_else_and_no_other_price(motive: str, *, named: bool) -> None:
    world = World()
    number = file_at(world, "quoted")
    act(world, number, "mission", "second", party_id="eaugaz")
    quote(world, number, firm="eaugaz", gross=99_000, vat=9_000)
    file = world.file(number)
    (paper,) = [d for d in file.documents if d.party_id == "marchal"]
    firms = {p.id: p.name for p in cast.CONTRACTORS}
    said = motive.replace("Eaugaz", firms["eaugaz"])
    assert names_others(said, file, "marchal") is named
    settle(world)
    if named:
        with pytest.raises(Invalid) as refused:
            manager_refuses(world, number, paper.id, said)
        assert [(f.field, f.code) for f in refused.value.faults] == [("motive", "names_others")]
