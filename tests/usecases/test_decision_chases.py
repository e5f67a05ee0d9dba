"""Whoever is asked to decide can answer by mail and is asked again, wherever the vote was opened (N-6, E-L8, D-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.message import Message
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.delegate_decision import Delegate, delegate_decision
from chalicelib.usecases.make_variation import make_variation
from chalicelib.usecases.renew_link import renew_link
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.save_mandate import save_mandate
from chalicelib.usecases.save_participant import add_participant
from chalicelib.usecases.settle_proposal import settle_proposal
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, document_of, link_of, shared
from tests.builders.files import act, file_at, quote, save
from tests.builders.reminders import at, reminders_to, text_of
from tests.builders.story import address_of, arrive, leak, mail
from tests.builders.worker import settle
from tests.fakes.office import World

PAUL, HELENE, SYNDIC = "paul.durand@courriel.example", "helene.garnier@courriel.example", "syndic@copro.example"
# asked on Monday 23 November 2026: after 2, 5, 7 and 8 business days
FIRST, SECOND, LAST, CALL = date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 3)


def on_quai_voltaire(world: World) -> tuple[int, Document]:
    """A quote on the flat of Durand and Garnier, put to nobody yet."""
    number = leak(world)
    save(world, replace(world.ticket(number), unit_id="voltaire12", owner_ids=(DURAND, GARNIER), priority="normal"))
    act(world, number, "mission", party_id="marchal")
    return number, quote(world, number)


def put(world: World, number: int, paper: Document) -> Approval:
    request_approval(world.office, cast.CLAIRE, number, paper.id, f"put-{paper.id}", world.now)
    settle(world)
    found = world.file(number).approval(paper.id)
    assert found is not None
    return found


def days(world: World, until: date) -> None:
    """Every morning at ten, the clock calls."""
    day = world.now.date()
    while day < until:
        day += timedelta(days=1)
        at(world, day.day, 10, month=day.month)


def reminded(world: World, address: str) -> list[str]:
    return [m["Subject"] for m in reminders_to(world, address) if "Rappel" in m["Subject"] or "avis" in m["Subject"]]


def quote_from_its_page(world: World) -> tuple[int, Document, tuple[str, ...]]:
    number, paper = on_quai_voltaire(world)
    put(world, number, paper)
    return number, paper, (PAUL, HELENE)


def variation(world: World) -> tuple[int, Document, tuple[str, ...]]:
    number = file_at(world, "in_progress")
    paper = quote(world, number, gross=150_000, vat=15_000)
    make_variation(world.office, cast.CLAIRE, number, paper.id, world.now)
    settle(world)
    return number, document_of(world, number, paper), (HELENE,)


def invoice(world: World) -> tuple[int, Document, tuple[str, ...]]:
    number = file_at(world, "in_progress")
    paper = quote(world, number, gross=128_450, kind="invoice")
    put(world, number, paper)
    return number, paper, (HELENE,)


def deciding_participant(world: World) -> tuple[int, Document, tuple[str, ...]]:
    number, paper = on_quai_voltaire(world)
    form = {"email": SYNDIC, "name": "Syndic Martin", "role": "decider", "access": "all"}
    add_participant(world.office, cast.CLAIRE, number, form, [], "p", world.now)
    put(world, number, paper)
    return number, paper, (SYNDIC,)


STORIES = [quote_from_its_page, variation, invoice, deciding_participant]
Story = Callable[[World], tuple[int, Document, tuple[str, ...]]]


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.__name__)
def test_each_silent_decider_is_reminded_twice_warned_then_called(story: Story) -> None:
    world = World()
    number, _, people = story(world)
    days(world, FIRST - timedelta(days=1))
    assert [reminded(world, who) for who in people] == [[]] * len(people)
    days(world, FIRST)
    assert [len(reminded(world, who)) for who in people] == [1] * len(people)
    days(world, SECOND)
    assert [len(reminded(world, who)) for who in people] == [2] * len(people)
    days(world, LAST)
    assert all("Dernier avis" in reminded(world, who)[-1] for who in people)
    assert "call_owner" not in world.ticket(number).tasks
    days(world, CALL)
    assert "call_owner" in world.ticket(number).tasks
    days(world, CALL + timedelta(days=6))
    assert [len(reminded(world, who)) for who in people] == [3] * len(people)


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.__name__)
def test_a_reminder_leads_to_the_page_and_an_answer_to_the_file(story: Story) -> None:
    world = World()
    number, paper, people = story(world)
    days(world, FIRST)
    for who in people:
        letter = next(m for m in reminders_to(world, who) if "Rappel" in m["Subject"])
        talk = next(c for c in world.file(number).conversations if c.email == who)
        assert address_of(talk) in letter["Reply-To"]
        round_ = world.file(number).approval(paper.id)
        assert round_ is not None
        assert token_of(world.office, dict(round_.asked)[talk.party_id]) in text_of(letter)


def test_a_reminder_names_the_paper_it_is_about() -> None:
    """A variation is no quote to order works on: only its difference is asked for (D-25)."""
    world = World()
    variation(world)
    days(world, FIRST)
    said = text_of(reminders_to(world, HELENE)[-1]).replace("\u202f", " ").replace("\xa0", " ")
    assert "avenant de 215,50 € TTC" in said
    assert "commander les travaux" not in said


def test_who_has_answered_is_left_alone() -> None:
    world = World()
    number, paper = on_quai_voltaire(world)
    put(world, number, paper)
    accept(world, number, document_of(world, number, paper), DURAND)
    days(world, CALL)
    assert reminded(world, PAUL) == []
    assert len(reminded(world, HELENE)) == 3


def test_a_vote_on_the_invoice_ends_its_reminders() -> None:
    world = World()
    number, paper, _ = invoice(world)
    days(world, FIRST)
    answer_decision(world.office, link_of(world, number, GARNIER),
                    Answer("y", "accept", paper.id, amount=str(paper.gross_cents)), world.now)
    days(world, CALL)
    assert len(reminded(world, HELENE)) == 1
    assert "call_owner" not in world.ticket(number).tasks


def test_two_papers_are_one_mail_a_day() -> None:
    """D-32: one automatic mail a day for a person, which names each paper and leads to each page."""
    world = World()
    number, _, _ = variation(world)
    put(world, number, quote(world, number, gross=99_000, kind="invoice"))
    days(world, FIRST)
    (letter,) = [m for m in reminders_to(world, HELENE) if "Rappel" in m["Subject"]]
    assert text_of(letter).count("/accord/") == 2
    assert "avenant" in text_of(letter)
    assert "facture" in text_of(letter)


def test_a_co_owner_who_joins_in_mid_vote_can_answer_and_is_reminded() -> None:
    """D-11: with a reply address of his own, and a clock of his own."""
    world = World()
    number, _ = shared(world)
    settle(world)
    days(world, date(2026, 11, 26))
    terms = {"starts_on": "2023-01-01", "owner_0": "M. Paul Durand", "share_0": "1/3",
             "owner_1": "Mme Hélène Garnier", "share_1": "1/3", "owner_2": "Mr John Smith", "share_2": "1/3"}
    (mandate,) = world.office.directory.unit("voltaire12")[2]  # type: ignore[index]
    save_mandate(world.office, cast.CLAIRE, "voltaire12", mandate.id, terms, mandate.version, world.now)
    settle(world)
    (asked,) = [m for m in reminders_to(world, "john.smith@courriel.example") if "decision" in m["Subject"]]
    talk = world.file(number).conversation("smith")
    assert talk is not None
    assert address_of(talk) in asked["Reply-To"]
    days(world, FIRST + timedelta(days=5))
    assert sum("Reminder" in m["Subject"] for m in reminders_to(world, "john.smith@courriel.example")) == 1


def test_a_decider_invited_during_the_vote_gets_one_conversation() -> None:
    world = World()
    number, paper = on_quai_voltaire(world)
    put(world, number, paper)
    form = {"email": SYNDIC, "name": "Syndic Martin", "role": "decider", "access": "all"}
    add_participant(world.office, cast.CLAIRE, number, form, [], "p", world.now)
    settle(world)
    assert [c.email for c in world.file(number).conversations].count(SYNDIC) == 1


def test_a_link_renewed_on_an_old_vote_opens_the_conversation_too() -> None:
    """Votes that were opened before had none."""
    world = World()
    number, paper = on_quai_voltaire(world)
    put(world, number, paper)
    talk = world.file(number).conversation(DURAND)
    world.office.books.commit(Change(removed=(talk,)))
    renew_link(world.office, link_of(world, number, DURAND), world.now)
    settle(world)
    assert world.file(number).conversation(DURAND) is not None


def test_a_delegate_can_answer_the_mail_that_asks_him() -> None:
    world = World()
    number, _ = shared(world)
    settle(world)
    delegate_decision(world.office, link_of(world, number, DURAND), Delegate("d", "Marc", "marc@cousin.example"),
                      world.now)
    settle(world)
    assert cast.AGENCY.intake_address in reminders_to(world, "marc@cousin.example")[0]["Reply-To"]


def says(world: World, number: int, party: str, text: str) -> Message:
    talk = world.file(number).conversation(party)
    assert talk is not None
    raw = mail(talk.email, address_of(talk), "Re: votre décision", text, message_id=f"<{party}@x.example>")
    outcome = arrive(world, raw, address_of(talk), delivery=f"delivery-{party}")
    assert outcome.state == "filed"
    found: list[Message] = [m for m in world.office.tickets.log(number) if isinstance(m, Message)]
    return next(m for m in found if m.direction == "in")


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.__name__)
@pytest.mark.parametrize(("text", "kind", "status"), [
    ("OK pour moi.\n", "accepts", "approved"), ("Je refuse.\n", "refuses", "refused")])
def test_an_answer_by_mail_is_proposed_and_counts_when_confirmed(story: Story, text: str, kind: str, status: str,
                                                                 ) -> None:
    """E-L4: candidate only; a manager confirms it, on whatever paper was put to the vote."""
    world = World()
    number, paper, people = story(world)
    parties = [c.party_id for who in people for c in world.file(number).conversations if c.email == who]
    for party in parties:
        message = says(world, number, party, text)
        assert [p.kind for p in message.proposals] == [kind]
        assert document_of(world, number, paper).status == "in_approval"
        settle_proposal(world.office, cast.CLAIRE, number, message.id, kind, confirm=True, now=world.now)
        world.later(minutes=1)
    assert document_of(world, number, paper).status == status


def test_an_answer_that_may_be_about_two_papers_is_not_guessed() -> None:
    world = World()
    number, paper, _ = variation(world)
    other = quote(world, number, gross=99_000, kind="invoice")
    put(world, number, other)
    message = says(world, number, GARNIER, "OK pour moi.\n")
    with pytest.raises(Conflict, match="several_papers"):
        settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
    assert {document_of(world, number, d).status for d in (paper, other)} == {"in_approval"}


def test_the_answer_to_a_request_finds_its_file_by_its_id_too() -> None:
    """D-5: a program that answers to the sender instead of the reply address."""
    world = World()
    number, paper = on_quai_voltaire(world)
    put(world, number, paper)
    request = next(m for m in reminders_to(world, PAUL) if "décision" in m["Subject"])
    raw = mail(PAUL, f"dossier@{world.office.post.inbound_domain}", f"Re: {request['Subject']}", "OK pour moi.\n",
               headers=(("In-Reply-To", request["Message-ID"]),))
    outcome = arrive(world, raw, f"dossier@{world.office.post.inbound_domain}")
    assert outcome.state == "filed"
    assert find_link(world.office, token_of(world.office, dict(world.file(number).approvals[-1].asked)[DURAND]))
