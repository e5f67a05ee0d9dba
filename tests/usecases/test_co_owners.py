"""Every owner is written to and reminded by himself (D-9, E-L7, E-L8); a lapsed paper needs a reason (E-C26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.addressees import renamed
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Invalid
from chalicelib.domain.letter import Letter
from chalicelib.domain.message import Message
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.queries.composer import composer
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.settle_proposal import settle_proposal
from infra.seed import cast
from tests.builders.files import act, quote
from tests.builders.reminders import at, reminders_to, text_of
from tests.builders.story import address_of, arrive, mail
from tests.builders.worker import work
from tests.fakes.office import World

DURAND, GARNIER = "paul.durand@courriel.example", "helene.garnier@courriel.example"


def shared(world: World) -> int:
    """A leak in the flat that Durand and Garnier own together."""
    form = NewTicket("shared", "Fuite sous l’évier", "L’eau coule.", "voltaire12", "normal")
    return open_ticket(world.office, cast.CLAIRE, form, world.now)


def change(world: World, party_id: str, **values: Any) -> None:
    (party,) = world.office.directory.parties(party_id)
    assert party is not None
    world.office.books.commit(Change(changed=(replace(party, **values),)))


def submitted(world: World, **values: Any) -> int:
    number = shared(world)
    act(world, number, "mission", party_id="marchal")
    quote(world, number)
    act(world, number, "quote_to_owner", **values)
    work(world)
    return number


def sent_to(world: World, address: str) -> list[Any]:
    return [message_from_bytes(raw, policy=default) for to, raw in world.mailer.sent if to == address]


def test_each_owner_gets_a_mail_of_his_own(world: World) -> None:
    number = submitted(world)
    (first,), (second,) = sent_to(world, DURAND), sent_to(world, GARNIER)
    assert GARNIER not in first.as_string()
    assert DURAND not in second.as_string()
    assert first["Reply-To"] != second["Reply-To"]
    assert [p.get_filename() for p in first.iter_attachments()] == [p.get_filename() for p in second.iter_attachments()]
    file = world.file(number)
    assert file.ticket.state == "awaiting_approval"
    assert file.ticket.owner_ids == ("durand", "garnier")
    written = [m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.kind == "quote_to_owner"]
    assert {m.party_id for m in written} == {"durand", "garnier"}


def test_the_same_form_twice_is_one_mail_each(world: World) -> None:
    number = submitted(world)
    act(world, number, "quote_to_owner")
    work(world)
    assert (len(sent_to(world, DURAND)), len(sent_to(world, GARNIER))) == (1, 1)


def test_a_text_as_offered_is_written_in_each_language_and_name(world: World) -> None:
    change(world, "garnier", language="en")
    number = shared(world)
    found = composer(world.office, cast.CLAIRE, number, "inform_owner", now=world.now)
    assert found is not None
    assert [p.id for p in found.people] == ["durand", "garnier"]
    letter = Letter("inform_owner", "n", found.subject, found.body, as_offered=True)
    send_action(world.office, cast.CLAIRE, number, letter, world.now)
    work(world)
    (french,), (english,) = sent_to(world, DURAND), sent_to(world, GARNIER)
    assert text_of(french).startswith("Bonjour M. Durand,")
    assert text_of(english).startswith("Hello Mme Garnier,")
    assert "Durand" not in text_of(english)


def test_a_changed_text_keeps_its_words_but_greets_each(world: World) -> None:
    number = shared(world)
    letter = Letter("inform_owner", "n", "Votre bien", "Bonjour M. Paul Durand,\n\nVu avec M. Paul Durand hier.")
    send_action(world.office, cast.CLAIRE, number, letter, world.now)
    work(world)
    (second,) = sent_to(world, GARNIER)
    assert text_of(second).startswith("Bonjour Mme Hélène Garnier,\n\nVu avec M. Paul Durand hier.")


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(min_size=1), st.text(), st.text())
def test_only_the_greeting_may_change(greeting: str, shown: str, name: str, rest: str) -> None:
    line = greeting.replace("\n", " ")
    assert renamed(f"{line}\n{rest}", shown, name.replace("\n", " ")).partition("\n")[2] == rest


@pytest.mark.parametrize(("ticked", "expected"), [(("garnier",), [0, 1]), (("durand", "garnier"), [1, 1])])
def test_only_those_ticked(world: World, ticked: tuple[str, ...], expected: list[int]) -> None:
    number = shared(world)
    act(world, number, "inform_owner", to=ticked)
    work(world)
    assert [len(sent_to(world, DURAND)), len(sent_to(world, GARNIER))] == expected


@pytest.mark.parametrize("ticked", [(), ("nobody",), ("smith",)])
def test_at_least_one_and_nobody_else(world: World, ticked: tuple[str, ...]) -> None:
    number = shared(world)
    with pytest.raises(Invalid) as refused:
        act(world, number, "inform_owner", to=ticked)
    assert [(f.field, f.code) for f in refused.value.faults] == [("to", "choose_one")]


def test_an_owner_without_an_address_is_a_task(world: World) -> None:
    """E-L8: the others are written to, he is called; the menu is not blocked by his being the first."""
    change(world, "durand", emails=())
    number = submitted(world)
    file = world.file(number)
    assert file.ticket.owner is not None
    assert file.ticket.owner.party_id == "garnier"
    assert file.ticket.tasks == ("owner_unreachable",)
    told = [e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "task_owner_unreachable"]
    assert [e.facts["to"] for e in told] == ["M. Paul Durand"]
    assert len(sent_to(world, GARNIER)) == 1


def test_only_the_silent_owner_is_reminded(world: World) -> None:
    """E-L8: each by himself; who has answered is left alone."""
    number = submitted(world)
    talk = next(c for c in world.file(number).conversations if c.party_id == "durand")
    at(world, 24, 9)
    arrive(world, mail(DURAND, address_of(talk), "Re: devis", "D’accord pour ma part.\n", message_id="<d@x.example>"),
           address_of(talk))
    for day in range(25, 31):
        at(world, day, 9, times=2)
    assert reminders_to(world, DURAND) == []
    assert len(reminders_to(world, GARNIER)) >= 1


def test_both_are_reminded_separately(world: World) -> None:
    submitted(world)
    for day in range(24, 31):
        at(world, day, 9, times=2)
    first, second = reminders_to(world, DURAND), reminders_to(world, GARNIER)
    assert len(first) == len(second) >= 1
    assert GARNIER not in first[0].as_string()


def test_an_owner_who_was_not_asked_is_not_reminded(world: World) -> None:
    submitted(world, to=("garnier",))
    for day in range(24, 31):
        at(world, day, 9, times=2)
    assert reminders_to(world, DURAND) == []
    assert len(reminders_to(world, GARNIER)) >= 1


def test_taking_it_back_takes_all_of_it(world: World) -> None:
    from chalicelib.usecases.take_back import take_back

    world.office = replace(world.office, agency=replace(world.office.agency, undo_seconds=20))
    number = shared(world)
    mail_id = act(world, number, "inform_owner")
    assert take_back(world.office, cast.CLAIRE, number, mail_id, world.now) == "inform_owner"
    work(world)
    assert world.mailer.sent == []


def test_a_firm_with_a_lapsed_certificate_needs_a_reason(world: World) -> None:
    """E-C26: asked with its field, then on record; a valid firm is not asked."""
    change(world, "marchal", insurance_until=date(2026, 11, 22))
    number = shared(world)
    found = composer(world.office, cast.CLAIRE, number, "mission", to="marchal", now=world.now)
    assert found is not None
    assert found.lapsed == ("insurance_expired",)
    with pytest.raises(Invalid) as refused:
        act(world, number, "mission", party_id="marchal")
    assert [(f.field, f.code) for f in refused.value.faults] == [("reason", "certificate_lapsed")]
    act(world, number, "mission", party_id="marchal", reason="Attestation neuve promise ce jour")
    told = [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)
            and e.what == "chosen_though_lapsed"]
    assert [e.facts["reason"] for e in told] == ["Attestation neuve promise ce jour"]
    act(world, number, "mission", nonce="other", party_id="eaugaz")


@pytest.fixture
def world() -> World:
    return World()


def test_one_owner_who_agrees_by_mail_does_not_speak_for_the_other(world: World) -> None:
    """D-9: the file is approved when each of them has agreed, in words a manager confirmed."""
    number = submitted(world)
    for position, party in enumerate(("durand", "garnier")):
        world.later(minutes=1)
        conversation = world.file(number).conversation(party)
        assert conversation is not None
        raw = mail(conversation.email, address_of(conversation), "Re: devis", "OK pour moi.\n",
                   message_id=f"<yes-{party}@x>")
        arrive(world, raw, address_of(conversation), delivery=f"yes-{party}")
        message = next(m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.direction == "in")
        settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
        assert world.ticket(number).state == ("approved" if position else "awaiting_approval")
