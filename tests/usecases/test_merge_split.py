"""Two files about one thing become one, a message about another becomes a file (D-28, E-M1, E-M18, E-T12, M-62)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.conversation import Conversation
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.merging import alike, same_building
from chalicelib.domain.message import Message
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.queries.composer import composer
from chalicelib.queries.merge_choice import merge_choice
from chalicelib.usecases.merge_tickets import merge_tickets
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from chalicelib.usecases.settle_review import file_here
from chalicelib.usecases.split_message import SplitForm, split_message
from infra.seed import cast
from tests.builders.files import act, save
from tests.builders.story import MARCHAL, PETIT, address_of, arrive, leak, mail, mission
from tests.builders.worker import work
from tests.fakes.office import DOMAIN, START, World

ROUX = "roux@courriel.example"
PDF = ("devis-volet.pdf", "application/pdf", b"%PDF-1.7 another thing")


@pytest.fixture
def world() -> World:
    return World()


def reported(world: World, who: str, subject: str, delivery: str) -> int:
    """A tenant's mail opens a file."""
    outcome = arrive(world, mail(who, f"travaux@{DOMAIN}", subject, "Ça coule encore.\n",
                                 message_id=f"<{delivery}@x.example>"), f"travaux@{DOMAIN}", delivery=delivery)
    assert outcome.ticket_number
    work(world)
    return outcome.ticket_number


def merge(world: World, source: int, target: int, nonce: str = "m") -> None:
    merge_tickets(world.office, cast.CLAIRE, source, target, nonce, world.now)


def talk(world: World, number: int, party_id: str) -> Conversation:
    found = world.file(number).conversation(party_id)
    assert found is not None
    return found


def history(world: World, number: int) -> list[str]:
    return [e.what for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)]


def messages(world: World, number: int) -> list[Message]:
    return [m for m in world.office.tickets.log(number) if isinstance(m, Message)]


def test_two_tenants_report_one_leak(world: World) -> None:
    """E-M1: one file, both keep a conversation of their own, neither sees the other."""
    first = reported(world, PETIT, "Fuite dans l’entrée", "d1")
    second = reported(world, ROUX, "Fuite dans l’entrée", "d2")
    merge(world, second, first)
    source, target = world.ticket(second), world.file(first)
    assert (source.state, source.merged_into) == ("cancelled", first)
    assert {c.party_id for c in target.conversations} == {"petit", "roux"}
    assert talk(world, first, "roux").token != talk(world, second, "roux").token
    assert "merged_into" in history(world, second)
    assert "merged_here" in history(world, first)
    found = composer(world.office, cast.CLAIRE, first, "inform_tenant", now=world.now)
    assert found is not None
    assert {p.id for p in found.people} == {"petit", "roux"}
    before = len(world.mailer.sent)
    act(world, first, "inform_tenant")
    work(world)
    left = world.mailer.sent[before:]
    assert {to for to, _ in left} == {PETIT, ROUX}
    for to, raw in left:
        assert (ROUX if to == PETIT else PETIT).encode() not in raw


def test_a_reply_to_the_old_file_follows(world: World) -> None:
    """M-62: by its address, with its documents; the same mail twice is one message."""
    first, second = leak(world), leak(world, "twin")
    firm = mission(world, second)
    work(world)
    merge(world, second, first)
    raw = mail(MARCHAL, address_of(firm), "Re: devis", "Voici.\n", pieces=(PDF,), message_id="<r@x.example>")
    outcome = arrive(world, raw, address_of(firm), delivery="r1")
    assert (outcome.state, outcome.ticket_number) == ("filed", first)
    assert [d.filename for d in world.file(first).documents] == [PDF[0]]
    assert world.file(second).documents == ()
    assert world.ticket(first).answer_due
    arrive(world, raw, address_of(firm), delivery="r2")
    assert [m.party_id for m in messages(world, first)] == ["marchal"]
    again = talk(world, first, "marchal")
    outcome = arrive(world, mail(MARCHAL, address_of(again), "Re: devis", "Et encore.\n", message_id="<s@x.example>"),
                     address_of(again), address_of(firm), delivery="r3")
    assert outcome.ticket_number == first
    assert len(messages(world, first)) == 2


def test_a_reply_known_by_its_message_id_follows(world: World) -> None:
    first, second = leak(world), leak(world, "twin")
    firm = mission(world, second)
    work(world)
    merge(world, second, first)
    raw = mail(MARCHAL, f"travaux@{DOMAIN}", f"Re: {firm.last_subject}", "Jeudi.\n", message_id="<r@x.example>",
               headers=(("In-Reply-To", f"<{firm.message_ids[-1]}>"),))
    assert arrive(world, raw, f"travaux@{DOMAIN}").ticket_number == first


def test_files_united_one_after_the_other_lead_to_the_last(world: World) -> None:
    first, second, third = leak(world), leak(world, "b"), leak(world, "c")
    firm = mission(world, third)
    merge(world, third, second, "1")
    merge(world, second, first, "2")
    outcome = arrive(world, mail(MARCHAL, address_of(firm), "Re: devis", "Oui.\n", message_id="<r@x.example>"),
                     address_of(firm))
    assert outcome.ticket_number == first


def test_a_person_who_files_by_hand_is_followed_too(world: World) -> None:
    first, second = leak(world), leak(world, "twin")
    merge(world, second, first)
    arrive(world, mail("inconnu@x.example", f"travaux@{DOMAIN}", "Bonjour", "Voici.\n"), f"travaux@{DOMAIN}",
           delivery="u")
    for _ in range(2):
        file_here(world.office, cast.CLAIRE, "u", second, world.now)
    assert len(messages(world, first)) == 1
    assert messages(world, second) == []


def test_rouvrir_undoes_it(world: World) -> None:
    first, second = leak(world), leak(world, "twin")
    firm = mission(world, second)
    merge(world, second, first)
    set_aside_ticket(world.office, cast.CLAIRE, second, "reopened", "r", "Ce n’était pas le même dégât", world.now)
    assert world.ticket(second).merged_into == 0
    assert "merge_undone" in history(world, first)
    outcome = arrive(world, mail(MARCHAL, address_of(firm), "Re: devis", "Oui.\n", message_id="<r@x.example>"),
                     address_of(firm))
    assert outcome.ticket_number == second


def test_twice_is_once_and_odd_unions_are_refused(world: World) -> None:
    first, second = leak(world), leak(world, "twin")
    for number, into, code in ((first, first, "same_ticket"), (first, 99_999, "no_such_ticket")):
        with pytest.raises(Conflict) as refused:
            merge(world, number, into, "odd")
        assert refused.value.code == code
    merge(world, second, first)
    before = world.file(first)
    merge(world, second, first)
    merge(world, second, first, "another form")
    assert world.file(first) == before
    with pytest.raises(Conflict) as refused:
        merge(world, first, second, "back")
    assert refused.value.code == "target_closed"
    with pytest.raises(NotFound):
        merge(world, 99_999, first, "none")


def test_what_waits_on_one_waits_on_the_other(world: World) -> None:
    """Nothing unread is lost, and the more urgent of both priorities counts."""
    first, second = leak(world), leak(world, "twin")
    firm = mission(world, second)
    arrive(world, mail(MARCHAL, address_of(firm), "Re: devis", "Quand ?\n", message_id="<r@x.example>"),
           address_of(firm))
    merge(world, second, first)
    ticket = world.ticket(first)
    assert (ticket.answer_due, ticket.unread, ticket.priority) == (True, True, "urgent")
    assert not world.ticket(second).answer_due


def test_likely_twins_are_shown(world: World) -> None:
    here = leak(world)
    same_unit = open_ticket(world.office, cast.CLAIRE, NewTicket("a", "Prise brûlée", "x", "lilas4"), world.now)
    open_ticket(world.office, cast.CLAIRE, NewTicket("b", "Fuite sous l’évier", "x", "denis7"), world.now)
    twin = leak(world, "twin")
    found = merge_choice(world.office, here)
    assert found is not None
    assert [row["number"] for row in found.candidates] == [twin, same_unit]


@pytest.mark.parametrize(("one", "other", "same"), [
    ("12 rue des Lilas, 75020 Paris, lot 4", "12 rue des Lilas, 75020 Paris, lot 9", True),
    ("12 rue des Lilas, 75020 Paris, lot 4", "12 RUE DES LILAS", True),
    ("12 rue des Lilas, 75020 Paris, lot 4", "12 rue des Lilas, 69002 Lyon, lot 4", False),
    ("12 rue des Lilas, lot 4", "12 rue des Lilas, lot 7", True),
    ("12 rue des Lilas", "14 rue des Lilas", False), ("", "", False)])
def test_one_street_door(one: str, other: str, same: bool) -> None:
    assert same_building(one, other) is same
    assert same_building(other, one) is same


@settings(max_examples=80, deadline=None)
@given(hours=st.integers(-200, 200), unit=st.booleans(), similar=st.booleans())
def test_the_rule_of_72_hours(hours: int, unit: bool, similar: bool) -> None:
    """Another unit of the building counts within 72 hours and in similar words; the same unit always."""
    ticket = Ticket(1, "Fuite évier cuisine", "", START, START, unit_id="u", place="12 rue des Lilas, Paris, lot 4")
    at = (START + timedelta(hours=hours)).isoformat()
    row = {"number": 2, "title": "Grosse fuite cuisine" if similar else "Serrure", "at": at, "created": at,
           "unit_id": "u" if unit else "v", "place": "12 rue des Lilas, Paris, lot 9"}
    assert bool(alike(ticket, [row])) is (unit or (abs(hours) <= 72 and similar))


def split(world: World, number: int, message_id: str, nonce: str = "s", title: str = "Volet bloqué") -> int:
    return split_message(world.office, cast.CLAIRE, number, message_id, SplitForm(nonce, title, "Le volet."), world.now)


def answered(world: World) -> tuple[int, Message]:
    number = leak(world)
    firm = mission(world, number)
    arrive(world, mail(MARCHAL, address_of(firm), "Re: [T-1] Volet bloqué", "Le volet aussi est bloqué.\n",
                       pieces=(PDF,), message_id="<v@x.example>"), address_of(firm))
    work(world)
    return number, next(m for m in messages(world, number) if m.direction == "in")


def test_a_message_about_something_else_gets_its_own_file(world: World) -> None:
    """E-M18: message and pieces move, same person and place, both keep a trace; the conversation is a new one."""
    number, message = answered(world)
    assert world.ticket(number).quotes == 1
    new = split(world, number, message.id)
    work(world)
    old, born = world.file(number), world.file(new)
    assert (born.ticket.unit_id, born.ticket.tenant, born.ticket.owner_ids) == (
        old.ticket.unit_id, old.ticket.tenant, old.ticket.owner_ids)
    assert [c.party_id for c in born.conversations] == ["marchal"]
    assert born.conversations[0].token != talk(world, number, "marchal").token
    (document,) = born.documents
    assert (document.filename, document.ticket_number, document.reading) == (PDF[0], new, "done")
    assert (born.ticket.quotes, old.ticket.quotes, old.documents) == (1, 0, ())
    (there,) = messages(world, new)
    assert (there.text, there.attachments[0].document_id) == (message.text, document.id)
    assert "split_off" in next(m for m in messages(world, number) if m.id == message.id).marks
    assert "split_off" in history(world, number)
    assert "split_from" in history(world, new)
    assert not old.ticket.answer_due
    reply = arrive(world, mail(MARCHAL, address_of(born.conversations[0]), "Re: Volet", "Jeudi.\n",
                               message_id="<w@x.example>"), address_of(born.conversations[0]), delivery="w")
    assert reply.ticket_number == new


def test_splitting_twice_is_once(world: World) -> None:
    number, message = answered(world)
    assert split(world, number, message.id) == split(world, number, message.id)
    with pytest.raises(Conflict) as refused:
        split(world, number, message.id, "another form")
    assert refused.value.code == "already_split"


def test_a_piece_that_an_agreement_rests_on_stays(world: World) -> None:
    number, message = answered(world)
    (found,) = world.file(number).documents
    ticket = replace(world.ticket(number), chosen_quote=found.id)
    save(world, ticket)
    new = split(world, number, message.id)
    assert [d.id for d in world.file(number).documents] == [found.id]
    assert len(world.file(new).documents) == 1


@pytest.mark.parametrize(("title", "code"), [("  ", "required"), ("x" * 121, "too_long")])
def test_a_split_without_a_title_is_refused(world: World, title: str, code: str) -> None:
    number, message = answered(world)
    with pytest.raises(Invalid) as refused:
        split(world, number, message.id, title=title)
    assert [(f.field, f.code) for f in refused.value.faults] == [("title", code)]


def test_only_a_received_mail_of_the_file_is_split(world: World) -> None:
    number, _ = answered(world)
    sent = next(m for m in messages(world, number) if m.direction == "out")
    other: Any = leak(world, "other")
    for ticket, message_id in ((number, sent.id), (number, "nobody"), (other, sent.id)):
        with pytest.raises(NotFound):
            split(world, ticket, message_id, f"n{message_id}")
