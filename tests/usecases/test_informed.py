"""Everybody who decides is kept informed, and whoever's word was recorded can contradict it (S-05, D-10, E-M22)."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.domain.edit import shown
from chalicelib.domain.message import Message
from chalicelib.usecases.edit_ticket import EditForm, edit_ticket
from chalicelib.usecases.log_note import log_note
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.save_mandate import save_mandate
from chalicelib.usecases.set_status import StatusForm, set_status
from chalicelib.usecases.settle_proposal import settle_proposal
from chalicelib.usecases.take_back import take_back
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, shared
from tests.builders.files import act, save
from tests.builders.reminders import text_of
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_co_owners import sent_to
from tests.usecases.test_decision_chases import HELENE, PAUL, says
from tests.usecases.test_order import held, the_order

JOHN = "john.smith@courriel.example"
SAID = AgreementForm("w", "accept", GARNIER, "phone", "2026-11-23", "09:30", "Allez-y, je suis d’accord.")


class Since:
    """What each person gets from here on."""

    def __init__(self, world: World) -> None:
        settle(world)
        self.world, self.seen = world, len(world.mailer.sent)

    def to(self, address: str) -> list[EmailMessage]:
        settle(self.world)
        earlier = sum(to == address for to, _ in self.world.mailer.sent[:self.seen])
        found: list[Any] = sent_to(self.world, address)[earlier:]
        return found


@pytest.mark.parametrize(("status", "words"), [
    ("approved", "Accord acquis"), ("refused", "Devis refusé"), ("paid", "Document payé"), ("", "Vote arrêté")])
def test_a_status_set_by_hand_is_told_to_each_decider_with_where_it_comes_from(status: str, words: str) -> None:
    """D-10: never written as somebody's vote; whoever did not say so can answer."""
    world = World()
    number, paper = shared(world)
    since = Since(world)
    form = StatusForm("s", -1, status, "phone", "Mme Garnier dit oui.")
    set_status(world.office, "Claire Dumas", number, paper.id, form, world.now)
    for address in (PAUL, HELENE):
        (told,) = since.to(address)
        said = text_of(told)
        assert told["Subject"].startswith(words)
        assert "par téléphone" in said
        assert "Mme Garnier dit oui." not in said  # the note is for the agency alone
        assert "noté par Claire Dumas" in said
        assert "Ce n’est pas exact" in said
        assert "t-" in told["Reply-To"]


def test_the_agencys_own_note_is_not_sent() -> None:
    world = World()
    number, paper = shared(world)
    since = Since(world)
    set_status(world.office, "Claire Dumas", number, paper.id, StatusForm("s", -1, "approved", "own", "Entre nous"),
               world.now)
    assert "Entre nous" not in "".join(text_of(m) for m in since.to(PAUL))


def test_a_status_that_was_not_put_to_a_vote_is_told_to_nobody() -> None:
    world = World()
    number, paper = shared(world)
    for nonce, status in (("a", "approved"), ("b", "refused")):
        since = Since(world)
        set_status(world.office, "Claire Dumas", number, paper.id, StatusForm(nonce, -1, status), world.now)
    assert since.to(PAUL) == since.to(HELENE) == []


def test_a_new_electorate_is_told_to_those_who_decided_before() -> None:
    """D-11: the newcomer has his own mail; who left hears that nothing is asked of him."""
    world = World()
    number, _ = shared(world)
    since = Since(world)
    (mandate,) = world.office.directory.unit("voltaire12")[2]  # type: ignore[index]
    terms = {"starts_on": "2023-01-01", "owner_0": "Mme Hélène Garnier", "share_0": "1/2", "owner_1": "Mr John Smith",
             "share_1": "1/2"}
    save_mandate(world.office, cast.CLAIRE, "voltaire12", mandate.id, terms, mandate.version, world.now)
    (gone,), (stays,), (new,) = since.to(PAUL), since.to(HELENE), since.to(JOHN)
    assert gone["Subject"].startswith("Les décideurs ont changé")
    assert "plus à vous prononcer" in text_of(gone)
    assert "/accord/" not in text_of(gone)
    assert "Mme Hélène Garnier, Mr John Smith" in text_of(stays)
    assert new["Subject"].startswith("Your decision is awaited")
    assert world.file(number).approvals[-1].state == "open"


def test_a_word_that_completes_the_agreement_is_told_to_who_voted_before() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    since = Since(world)
    record_agreement(world.office, cast.CLAIRE, number, paper.id, SAID, world.now)
    (told,), (receipt,) = since.to(PAUL), since.to(HELENE)
    assert told["Subject"].startswith("Accord acquis")
    assert "Mme Hélène Garnier, par téléphone" in text_of(told)
    assert "Allez-y" not in text_of(told)
    assert "Allez-y" in text_of(receipt)


def test_a_word_that_decides_nothing_yet_is_between_its_speaker_and_us() -> None:
    world = World()
    number, paper = shared(world)
    since = Since(world)
    record_agreement(world.office, cast.CLAIRE, number, paper.id, SAID, world.now)
    assert since.to(PAUL) == []
    assert len(since.to(HELENE)) == 1


def test_a_call_and_a_mail_that_are_confirmed_have_their_receipt() -> None:
    """E-M22: what was recorded, by whom, and how to contradict it."""
    world = World()
    number, paper = shared(world)
    since = Since(world)
    log_note(world.office, cast.CLAIRE, number, "call", "c", "OK pour moi, j’accepte le devis.", "Mme Hélène Garnier",
             world.now)
    call = next(m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.kind == "call")
    settle_proposal(world.office, cast.CLAIRE, number, call.id, "accepts", confirm=True, now=world.now)
    (receipt,) = since.to(HELENE)
    assert "par téléphone" in text_of(receipt)
    assert "Ce n’est pas le cas" in text_of(receipt)
    since = Since(world)
    message = says(world, number, DURAND, "OK pour moi.\n")
    settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
    settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
    assert [m["Subject"] for m in since.to(PAUL) if "par e-mail" in text_of(m)]
    (told,) = since.to(HELENE)
    assert told["Subject"].startswith("Accord acquis")
    assert document_of(world, number, paper).status == "approved"


def test_an_agreement_noted_in_modifier_is_told_to_the_deciders() -> None:
    world = World()
    number, _ = shared(world)
    since = Since(world)
    before = shown(world.ticket(number))
    form = EditForm("e", before, {**before, "state": "approved"}, reason="Accord au téléphone")
    edit_ticket(world.office, cast.CLAIRE, number, form, world.now)
    assert [m["Subject"][:13] for m in (*since.to(PAUL), *since.to(HELENE))] == ["Accord acquis"] * 2


def within_the_mandate(world: World) -> int:
    """An open vote on a quote of 1 284,50 EUR, under a mandate that lets the office order up to 2 000 EUR."""
    number, _ = shared(world)
    save(world, replace(world.ticket(number), ceiling_cents=200_000, quote="ready", quoted_cents=128_450))
    return number


def test_an_order_within_the_mandate_tells_each_decider_that_his_vote_is_over() -> None:
    """S-05: it is the office's own decision, and said as such."""
    world = World()
    number = within_the_mandate(world)
    since = Since(world)
    act(world, number, "order", party_id="marchal")
    for address in (PAUL, HELENE):
        (told,) = since.to(address)
        assert told["Subject"].startswith("Accord acquis")
        assert "décision de l’agence" in text_of(told)
        assert "noté par Claire Dumas" in text_of(told)


def test_an_order_that_is_taken_back_tells_nobody() -> None:
    world = held(World())
    number = within_the_mandate(world)
    since = Since(world)
    act(world, number, "order", party_id="marchal")
    take_back(world.office, cast.CLAIRE, number, the_order(world).id, world.now)
    assert since.to(PAUL) == []
    assert since.to(HELENE) == []
