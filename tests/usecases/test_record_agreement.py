"""What an owner said elsewhere than on the page: recorded by a manager, never as a vote (D-10, E-M22, E-L24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.approval import Elector, Vote, voted
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.spoken_word import Word, recorded
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from infra.seed import cast
from tests.builders.files import act, file_at, quote
from tests.builders.worker import settle
from tests.fakes.office import START, World

SAID = AgreementForm("n1", "accept", "garnier", "phone", "2026-11-23", "09:30", "« Allez-y, c’est bon pour moi. »")


def record(world: World, number: int, form: AgreementForm = SAID, **changes: object) -> None:
    (document,) = (d for d in world.file(number).documents if d.kind == "quote")
    record_agreement(world.office, cast.CLAIRE, number, document.id, replace(form, **changes), world.now)  # type: ignore[arg-type]


def statuses(world: World, number: int) -> list[str]:
    return [d.status for d in world.file(number).documents if d.kind == "quote"]


def receipts(world: World) -> list[OutgoingMail]:
    return [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.template == "agreement_receipt"]


def shared(world: World) -> int:
    """Two owners, one third and two thirds, both asked."""
    number = open_ticket(world.office, cast.CLAIRE, NewTicket("v", "Chauffe-eau", "Froid.", "voltaire12"), world.now)
    act(world, number, "mission", party_id="marchal")
    quote(world, number)
    act(world, number, "quote_to_owner")
    return number


def test_an_agreement_by_phone_decides_and_is_told_to_the_owner() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    record(world, number)
    record(world, number)
    file = world.file(number)
    (document,) = file.documents
    assert (file.ticket.state, document.status) == ("approved", "approved")
    approval = file.approval(document.id)
    assert approval is not None
    assert (approval.state, approval.reason, approval.votes) == ("closed", "status", ())
    line = next(p for p in world.office.tickets.paper_trail(number, document.id) if p.what == "agreement_recorded")
    assert (line.who, line.party_id, line.facts["of"], line.facts["source"]) == ("Claire Dumas", "", "garnier", "phone")
    assert line.facts["said_at"] == "2026-11-23T08:30:00+00:00"
    (receipt,) = receipts(world)
    assert receipt.to_email == "helene.garnier@courriel.example"
    assert "par téléphone le 23 nov. 2026, 09:30" in receipt.text
    assert "«\u00a0Allez-y, c’est bon pour moi.\u00a0»" in receipt.text
    assert "Répondez à cet e-mail" in receipt.text


def test_the_attestation_is_filed_as_the_signed_quote() -> None:
    """D-29, K-35."""
    world = World()
    number = file_at(world, "awaiting_approval")
    record(world, number)
    settle(world)
    (paper,) = [d for d in world.file(number).documents if d.kind == "signed_quote"]
    assert (paper.made_here, paper.gross_cents) == (True, 128_450)
    assert paper.filename == "attestation-accord-quote-marchal.pdf"


def test_a_refusal_takes_the_file_back_to_quotes() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    record(world, number, outcome="refuse")
    assert (world.ticket(number).state, statuses(world, number)) == ("quoting", ["refused"])
    assert "owner_refused" in world.ticket(number).tasks
    settle(world)
    assert not [d for d in world.file(number).documents if d.kind == "signed_quote"]


def test_a_change_of_mind_after_the_decision_is_a_task_never_a_reversal() -> None:
    """D-14."""
    world = World()
    number = file_at(world, "in_progress")
    record(world, number, outcome="refuse", words="Finalement non.")
    assert (world.ticket(number).state, statuses(world, number)) == ("in_progress", ["approved"])
    assert world.ticket(number).tasks == ("objection",)
    (document,) = (d for d in world.file(number).documents if d.kind == "quote")
    assert world.office.tickets.paper_trail(number, document.id)[-1].what == "refusal_recorded"


def test_one_of_two_owners_does_not_speak_for_the_other() -> None:
    world = World()
    number = shared(world)
    record(world, number)
    assert (world.ticket(number).state, statuses(world, number)) == ("awaiting_approval", ["in_approval"])
    record(world, number, nonce="n2", party_id="durand")
    assert (world.ticket(number).state, statuses(world, number)) == ("approved", ["approved"])


def test_a_vote_on_the_page_and_a_word_count_together() -> None:
    world = World()
    number = shared(world)
    file = world.file(number)
    approval = file.approval(file.documents[0].id)
    assert approval is not None
    world.office.books.commit(Change(changed=(voted(approval, Vote("durand", "accept", world.now)),)))
    record(world, number)
    assert statuses(world, number) == ["approved"]


def test_divided_words_are_the_managers_to_settle() -> None:
    world = World()
    number = shared(world)
    record(world, number)
    record(world, number, nonce="n2", party_id="durand", outcome="refuse")
    assert statuses(world, number) == ["in_approval"]
    assert "split_votes" in world.ticket(number).tasks


def test_the_word_of_all_needs_to_be_said_how() -> None:
    world = World()
    number = shared(world)
    with pytest.raises(Invalid) as refused:
        record(world, number, everybody=True)
    assert [(f.field, f.code) for f in refused.value.faults] == [("reason", "required")]
    record(world, number, nonce="n2", everybody=True, reason="Ils étaient ensemble au téléphone")
    assert statuses(world, number) == ["approved"]
    assert {r.to_email for r in receipts(world)} == {"paul.durand@courriel.example", "helene.garnier@courriel.example"}


@pytest.mark.parametrize(("changes", "fault"), [
    ({"outcome": ""}, ("outcome", "required")), ({"party_id": "marchal"}, ("party", "required")),
    ({"source": "fax"}, ("source", "required")), ({"on": "hier"}, ("on", "not_a_date")),
    ({"on": "2026-11-24"}, ("on", "to_come")), ({"words": "  "}, ("words", "required")),
    ({"piece": "nowhere"}, ("piece", "unknown"))])
def test_what_is_missing_is_said(changes: dict[str, str], fault: tuple[str, str]) -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    with pytest.raises(Invalid) as refused:
        record(world, number, **changes)
    assert [(f.field, f.code) for f in refused.value.faults] == [fault]


def test_a_form_used_for_something_else_is_refused() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    record(world, number)
    with pytest.raises(Conflict, match="form_used"):
        record(world, number, outcome="refuse")


WORDS = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=8)


@given(WORDS)
def test_only_the_word_of_all_accepts_under_unanimity(words: list[tuple[str, bool]]) -> None:
    """Whatever the order, and however often somebody changes his mind: accepted at the moment when the last word of
    each is yes, never before."""
    electors = tuple(Elector(name, name, 1, 3) for name in "abc")
    document = Document(1, "d", "quote", "d.pdf", "application/pdf", 1, "f" * 64, START, status="in_approval")
    file = TicketFile(Ticket(1, "t", "", START, START, state="awaiting_approval"), documents=(document,))
    last: dict[str, bool] = {}
    lines: list = []
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    for step, (party, accepts) in enumerate(words):
        last[party] = accepts
        word = Word(party, party, accepts, "phone", now)
        ruled = recorded(file, file.documents[0], electors, "unanimity", word, lines, "Claire", now + timedelta(step))
        lines += ruled.lines
        status = ruled.documents[0].status
        everyone = len(last) == 3
        expected = ("approved" if everyone and all(last.values()) else
                    "refused" if everyone and not any(last.values()) else "in_approval")
        assert status == expected
        if status != "in_approval":
            return
        file = replace(file, documents=(ruled.documents[0],))
