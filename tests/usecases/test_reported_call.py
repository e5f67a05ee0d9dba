"""A call that a manager writes down: a firm's has the effects of a mail, an owner's is no vote (E-M22, D-10)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.message import Message
from chalicelib.usecases.log_note import log_note
from chalicelib.usecases.settle_proposal import settle_proposal
from infra.seed import cast
from tests.builders.files import file_at
from tests.fakes.office import World


def calls(world: World, number: int, who: str, text: str, nonce: str = "call") -> Message | None:
    log_note(world.office, cast.CLAIRE, number, "call", nonce, text, who, world.now)
    found = (m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.kind == "call")
    return next(found, None)


def test_a_firm_that_calls_has_answered_and_its_visit_is_proposed() -> None:
    world = World()
    number = file_at(world, "quoting")
    message = calls(world, number, "Plomberie Marchal", "Je passe jeudi 26 novembre à 9 h.")
    assert message is not None
    assert (message.party_id, message.marks, message.direction) == ("marchal", ("reported",), "in")
    assert [(p.kind, p.day) for p in message.proposals] == [("visit", date(2026, 11, 26))]
    file = world.file(number)
    assert file.assignments[0].state == "answered"
    assert file.conversations[0].spoke_at == world.now
    assert file.assignments[0].visit_on is None
    settle_proposal(world.office, cast.CLAIRE, number, message.id, "visit", confirm=True, now=world.now)
    assert world.file(number).assignments[0].visit_on == date(2026, 11, 26)


def test_an_owners_yes_by_phone_is_recorded_as_a_word_not_a_vote() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    message = calls(world, number, "Mme Hélène Garnier", "OK pour moi, allez-y.")
    assert message is not None
    assert [p.kind for p in message.proposals] == ["accepts"]
    assert world.ticket(number).state == "awaiting_approval"
    settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
    (document,) = world.file(number).documents
    assert document.status == "approved"
    line = next(p for p in world.office.tickets.paper_trail(number, document.id) if p.what == "agreement_recorded")
    assert (line.facts["source"], line.facts["of"], line.party_id) == ("phone", "garnier", "")
    (approval,) = world.file(number).approvals
    assert approval.votes == ()


def test_a_call_with_somebody_else_is_a_line_of_history() -> None:
    world = World()
    number = file_at(world, "quoting")
    assert calls(world, number, "Le gardien", "La clé est chez lui.") is None
    entry = next(e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "call")
    assert (entry.facts["text"], entry.facts["to"]) == ("La clé est chez lui.", "Le gardien")


def test_twice_is_once() -> None:
    world = World()
    number = file_at(world, "quoting")
    for _ in range(2):
        calls(world, number, "Plomberie Marchal", "Nous ne pouvons pas intervenir.")
    found = [m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.kind == "call"]
    assert len(found) == 1
    assert [p.kind for p in found[0].proposals] == ["declines"]
