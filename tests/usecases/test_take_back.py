"""A mail is taken back before it leaves, or is not, and what its act moved is put right (D-31, U-40, E-M24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket import Ticket, stage
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.take_back import take_back
from infra.seed import cast
from tests.builders.story import address_of, arrive, mail, mission
from tests.builders.waiting import file_of
from tests.builders.worker import settle, work
from tests.fakes.office import World

LETTER = Letter("mission", "n1", "Demande de devis", "Bonjour,\n\nMerci.", party_id="marchal")


@pytest.fixture
def world() -> World:
    """An office that holds its mails for twenty seconds."""
    world = World()
    world.office = replace(world.office, agency=replace(world.office.agency, undo_seconds=20))
    return world


def opened(world: World, priority: str = "normal") -> int:
    form = NewTicket("n", "Fuite", "Ça coule.", "lilas4", priority)
    return open_ticket(world.office, cast.CLAIRE, form, world.now)


def the_mail(world: World) -> OutgoingMail:
    (found,) = [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.purpose == "manual"]
    return found


def bare(ticket: Ticket) -> Ticket:
    return replace(ticket, version=0, linked=())


def test_the_ticket_is_what_it_was_and_the_letter_a_draft_again(world: World) -> None:
    number = opened(world)
    before = file_of(world, number)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    assert stage(file_of(world, number).ticket) == "quoting"
    world.later(seconds=10)
    assert take_back(world.office, cast.CLAIRE, number, the_mail(world).id, world.now) == "mission"
    after = file_of(world, number)
    assert bare(after.ticket) == bare(before.ticket)
    assert after.assignments == ()
    draft = after.draft("claire", "mission")
    assert draft is not None
    kept = {k: draft.fields[k] for k in ("subject", "body", "recipient", "mode")}
    assert kept == {"subject": LETTER.subject, "body": LETTER.body, "recipient": "marchal", "mode": "quote"}
    assert draft.fields["nonce"] not in ("", LETTER.nonce)
    assert draft.fields["version"] == str(after.ticket.version)
    assert next(e.what for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)) == "taken_back"
    assert after.traces[0].state == "cancelled"
    settle(world)
    assert world.mailer.sent == []


def test_the_draft_can_be_sent_and_leaves_once(world: World) -> None:
    number = opened(world)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    take_back(world.office, cast.CLAIRE, number, the_mail(world).id, world.now)
    draft = file_of(world, number).draft("claire", "mission")
    assert draft is not None
    again = replace(LETTER, nonce=draft.fields["nonce"], version=int(draft.fields["version"]), body="Bonjour bis.")
    send_action(world.office, cast.CLAIRE, number, again, world.now)
    settle(world)
    assert len(world.mailer.sent) == 1
    assert b"Bonjour bis." in world.mailer.sent[0][1]


def test_twice_is_once_and_too_late_says_so(world: World) -> None:
    number = opened(world)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    mail_id = the_mail(world).id
    for _ in range(2):
        assert take_back(world.office, cast.CLAIRE, number, mail_id, world.now) == "mission"
    number = opened(world := _fresh())
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    assert send_mail(world.office, the_mail(world).id, world.now) == "not_due"
    world.later(seconds=21)
    work(world)
    with pytest.raises(Conflict) as late:
        take_back(world.office, cast.CLAIRE, number, the_mail(world).id, world.now)
    assert late.value.code == "mail_left"
    assert stage(file_of(world, number).ticket) == "quoting"


def _fresh() -> World:
    world = World()
    world.office = replace(world.office, agency=replace(world.office.agency, undo_seconds=20))
    return world


@pytest.mark.parametrize("first", ["take_back", "send"])
def test_one_of_the_two_wins(world: World, first: str) -> None:
    """The claim and the take-back write the same entry: whoever is second finds it moved (R-2)."""
    number = opened(world)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    mail_id = the_mail(world).id
    world.later(seconds=20)
    read = world.office.mailbox.outgoing(mail_id)
    if first == "take_back":
        take_back(world.office, cast.CLAIRE, number, mail_id, world.now)
        assert send_mail(world.office, mail_id, world.now) == "gone"
        assert read is not None
        with pytest.raises(Exception, match="OutgoingMail"):
            world.office.books.commit(Change(changed=(replace(read, state="sending"),)))
    else:
        assert send_mail(world.office, mail_id, world.now) == "sent"
        with pytest.raises(Conflict):
            take_back(world.office, cast.CLAIRE, number, mail_id, world.now)
    assert len(world.mailer.sent) == (0 if first == "take_back" else 1)


def test_a_reply_that_came_meanwhile_still_waits_for_us(world: World) -> None:
    number = opened(world)
    talk = mission(world, number, "first")
    settle(world)
    send_action(world.office, cast.CLAIRE, number, Letter(
        "inform_other", "n2", "Info", "Bonjour.", email="tiers@x.example"), world.now)
    held = next(e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.state == "queued"
                and e.template == "inform_other")
    arrive(world, mail(to=address_of(talk), text="Je viens.\n", message_id="<r@x.example>"), address_of(talk))
    take_back(world.office, cast.CLAIRE, number, held.id, world.now)
    ticket = file_of(world, number).ticket
    assert ticket.answer_due
    assert ticket.unread
    assert ticket.last_exchange is not None
    assert ticket.last_exchange.what == "wrote"


def test_an_urgent_ticket_holds_nothing_back(world: World) -> None:
    number = opened(world, "urgent")
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    assert the_mail(world).not_before == world.now
    work(world)
    assert len(world.mailer.sent) == 1


def test_a_mail_of_another_ticket_or_of_nobody_is_not_found(world: World) -> None:
    number, other = opened(world), open_ticket(
        world.office, cast.CLAIRE, NewTicket("o", "Autre", "Texte", "parc1", "normal"), world.now)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    for where, mail_id in ((other, the_mail(world).id), (number, "f" * 24), (99, the_mail(world).id)):
        with pytest.raises(NotFound):
            take_back(world.office, cast.CLAIRE, where, mail_id, world.now)


def test_the_record_of_how_to_undo_goes_with_the_mail(world: World) -> None:
    number = opened(world)
    send_action(world.office, cast.CLAIRE, number, LETTER, world.now)
    assert the_mail(world).undo is not None
    assert the_mail(world).not_before == world.now + timedelta(seconds=20)
    settle(world)
    assert the_mail(world).undo is None
