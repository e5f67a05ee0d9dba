"""What a mail seems to say moves nothing until a person confirms it (I-10, M-88, E-L4, E-L5, E-C1, E-C8, E-T8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.message import Message
from chalicelib.intake.screening import Verdicts
from chalicelib.stores.commit import Books
from chalicelib.usecases.settle_proposal import settle_proposal
from infra.seed import cast
from tests.builders.files import file_at, save
from tests.builders.story import MARCHAL, PASSED, address_of, arrive, mail
from tests.fakes.office import World

GARNIER, PETIT = "helene.garnier@courriel.example", "petit@courriel.example"
NO_DMARC = Verdicts("FAIL", "FAIL", "GRAY", "PASS", "PASS")


@pytest.fixture
def world() -> World:
    return World()


def says(world: World, number: int, party: str, text: str, *, sender: str = "", verdicts: Verdicts = PASSED,
         delivery: str = "said") -> Message:
    conversation = world.file(number).conversation(party)
    assert conversation is not None
    raw = mail(sender or conversation.email, address_of(conversation), "Re: dossier", text,
               message_id=f"<{delivery}@x>")
    arrive(world, raw, address_of(conversation), delivery=delivery, verdicts=verdicts)
    return next(m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.direction == "in")


def settle(world: World, message: Message, kind: str, *, confirm: bool = True) -> None:
    settle_proposal(world.office, cast.CLAIRE, message.ticket_number, message.id, kind, confirm=confirm, now=world.now)


def kinds(message: Message) -> list[str]:
    return [p.kind for p in message.proposals]


def test_an_agreement_by_mail_is_only_proposed(world: World) -> None:
    number = file_at(world, "awaiting_approval")
    said = says(world, number, "garnier", "OK pour moi.\n")
    assert kinds(said) == ["accepts"]
    assert world.ticket(number).state == "awaiting_approval"
    settle(world, said, "accepts")
    settle(world, said, "accepts")
    file = world.file(number)
    assert file.ticket.state == "approved"
    assert [d.status for d in file.documents] == ["approved"]
    entry = next(e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "said_accepts")
    assert (entry.who, entry.facts["text"]) == ("Claire Dumas", "OK pour moi.")


def test_a_doubtful_sender_proposes_nothing(world: World) -> None:
    number = file_at(world, "awaiting_approval")
    assert kinds(says(world, number, "garnier", "OK pour moi.\n", verdicts=NO_DMARC)) == []


def test_conditions_are_directives_and_wait_for_the_manager(world: World) -> None:
    number = file_at(world, "awaiting_approval")
    said = says(world, number, "garnier", "OK mais 400 € au maximum.\n")
    assert kinds(said) == ["directives"]
    settle(world, said, "directives")
    assert (world.ticket(number).state, world.ticket(number).tasks) == ("awaiting_approval", ("directives",))


def test_a_refusal_goes_back_to_quotes(world: World) -> None:
    number = file_at(world, "awaiting_approval")
    settle(world, says(world, number, "garnier", "C’est trop cher.\n"), "refuses")
    assert world.ticket(number).state == "quoting"
    assert [d.status for d in world.file(number).documents] == ["refused"]
    ticket = world.ticket(number)
    assert (ticket.quotes, ticket.quote, ticket.quoted_cents, ticket.chosen_quote) == (0, "", None, "")


def test_a_firm_declines_and_another_is_advised(world: World) -> None:
    number = file_at(world, "quoting")
    said = says(world, number, "marchal", "Nous ne pouvons pas intervenir avant mars, désolés.\n")
    settle(world, said, "declines")
    asked = world.file(number).assignments[0]
    assert (asked.state, asked.reason) == ("declined", "Nous ne pouvons pas intervenir avant mars, désolés.")
    assert world.ticket(number).tasks == ("other_contractor",)


def test_a_visit_is_noted_on_the_mission(world: World) -> None:
    number = file_at(world, "in_progress")
    settle(world, says(world, number, "marchal", "Je passe jeudi 26 à 9 h.\n"), "visit")
    assert world.file(number).assignments[0].visit_on == date(2026, 11, 26)


def test_works_are_said_to_be_done_then_not_fixed(world: World) -> None:
    number = file_at(world, "in_progress")
    settle(world, says(world, number, "marchal", "Les travaux sont terminés.\n"), "works_done")
    assert world.ticket(number).state == "works_done"


def test_keys_are_returned_only_where_some_were_lent(world: World) -> None:
    number = file_at(world, "works_done")
    text = "J’ai déposé les clefs à l’agence.\n"
    assert kinds(says(world, number, "marchal", text, delivery="one")) == []
    save(world, replace(world.ticket(number), keys="lent"))
    world.later(minutes=1)
    said = says(world, number, "marchal", text, delivery="two")
    settle(world, said, "keys_returned")
    assert world.ticket(number).keys == "returned"


def test_a_new_mailbox_of_a_known_person_is_added_never_swapped(world: World) -> None:
    number = file_at(world, "quoting")
    said = says(world, number, "marchal", "Bien reçu.\n", sender="jean@plomberie-marchal.example")
    assert kinds(said) == ["address"]
    settle(world, said, "address")
    party = world.office.directory.parties("marchal")[0]
    assert party is not None
    assert party.emails == (MARCHAL, "jean@plomberie-marchal.example")
    known = world.office.directory.address("jean@plomberie-marchal.example")
    assert known is not None
    assert [h.party_id for h in known.holders] == ["marchal"]


def test_what_is_waved_away_moves_nothing(world: World) -> None:
    number = file_at(world, "quoting")
    said = says(world, number, "marchal", "Nous devons décliner.\n")
    before = world.file(number).assignments
    settle(world, said, "declines", confirm=False)
    settle(world, said, "declines")
    assert world.file(number).assignments == before


def test_a_delivery_report_in_between_does_not_send_the_manager_back(
        world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What she confirmed is still what was said: the file is read again, nothing is asked twice."""
    number = file_at(world, "awaiting_approval")
    said = says(world, number, "garnier", "OK pour moi.\n")
    commit, reports = type(world.office.books).commit, ["delivered"]

    def after_the_report(books: Books, change: Change) -> None:
        if reports:
            reports.clear()
            save(world, world.ticket(number))
        commit(books, change)

    monkeypatch.setattr(type(world.office.books), "commit", after_the_report)
    settle(world, said, "accepts")
    assert world.ticket(number).state == "approved"
