"""A wrong recipient: his conversation is closed, and can be opened again under another address (E-M24)."""

from __future__ import annotations

import pytest

from chalicelib.domain.conversation import Conversation
from chalicelib.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.close_conversation import close_conversation, reopen_conversation
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.renew_link import renew_link
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, link_of, shared
from tests.builders.reminders import at, reminders_to
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail, mission
from tests.builders.worker import settle
from tests.fakes.office import World

WHY = "Mauvaise entreprise choisie"


def talk_of(world: World, number: int, party_id: str = "marchal") -> Conversation:
    found = world.file(number).conversation(party_id)
    assert found is not None
    return found


def written(world: World) -> int:
    """A request that has left, to the wrong firm."""
    number = leak(world)
    mission(world, number)
    settle(world)
    return number


def closed(world: World, number: int, party_id: str = "marchal", nonce: str = "c") -> None:
    close_conversation(world.office, cast.CLAIRE, number, party_id, WHY, nonce, world.now)


def lines(world: World, number: int, what: str) -> list[TimelineEntry]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry) and e.what == what]


def test_an_answer_to_a_closed_address_waits_for_a_person_with_the_reason() -> None:
    world = World()
    number = written(world)
    address = address_of(talk_of(world, number))
    closed(world, number)
    before = len(world.file(number).documents)
    outcome = arrive(world, mail(to=address, text="Voici notre devis.\n"), address)
    assert (outcome.state, outcome.reason) == ("review", "conversation_closed")
    assert len(world.file(number).documents) == before


def test_an_answer_found_by_its_message_id_alone_waits_too() -> None:
    world = World()
    number = written(world)
    talk = talk_of(world, number)
    closed(world, number)
    raw = mail(subject=f"Re: {talk.last_subject}", headers=(("In-Reply-To", f"<{talk.message_ids[-1]}>"),))
    outcome = arrive(world, raw)
    assert (outcome.state, outcome.reason) == ("review", "conversation_closed")


def test_the_history_says_who_closed_it_and_why_and_twice_is_once() -> None:
    world = World()
    number = written(world)
    closed(world, number)
    closed(world, number)
    closed(world, number, nonce="colleague")
    (line,) = lines(world, number, "conversation_closed")
    assert (line.who, line.facts["reason"], line.facts["to"], line.at) == (
        cast.CLAIRE.name, WHY, "Plomberie Marchal", world.now)


def test_his_links_to_decide_on_this_file_are_dead_and_the_others_live() -> None:
    world = World()
    number, paper = shared(world)
    link = link_of(world, number, GARNIER)
    closed(world, number, GARNIER)
    dead = find_link(world.office, token_of(world.office, link.mail_id))
    assert dead is not None
    assert dead.revoked == "conversation_closed"
    with pytest.raises(Conflict, match="link_over"):
        answer_decision(world.office, dead, Answer("n", "accept", paper.id, str(paper.gross_cents)), world.now)
    with pytest.raises(Conflict):
        renew_link(world.office, dead, world.now)
    accept(world, number, paper, DURAND)


def test_no_reminder_leaves_for_a_closed_conversation() -> None:
    world = World()
    number = written(world)
    closed(world, number)
    for day in range(24, 31):
        at(world, day, 10)
    assert reminders_to(world, MARCHAL) == []


def test_opened_again_it_has_another_address_and_the_old_one_stays_closed() -> None:
    world = World()
    number = written(world)
    old = address_of(talk_of(world, number))
    closed(world, number)
    for _ in range(2):
        reopen_conversation(world.office, cast.CLAIRE, number, "marchal", "C’était la bonne", "o", world.now)
    new = address_of(talk_of(world, number))
    assert new != old
    assert len(lines(world, number, "conversation_reopened")) == 1
    assert arrive(world, mail(to=old, text="Ancienne.\n"), old).state == "review"
    assert arrive(world, mail(to=new, text="Nouvelle.\n"), new, delivery="delivery-2").state == "filed"


def test_it_takes_a_manager_a_reason_and_a_conversation() -> None:
    world = World()
    number = written(world)
    with pytest.raises(Invalid):
        close_conversation(world.office, cast.CLAIRE, number, "marchal", " ", "n", world.now)
    with pytest.raises(NotFound):
        close_conversation(world.office, cast.CLAIRE, number, "nobody", WHY, "n", world.now)
    with pytest.raises(NotAllowed):
        close_conversation(world.office, cast.KARIM, number, "marchal", WHY, "n", world.now)
