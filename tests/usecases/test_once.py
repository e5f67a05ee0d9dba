"""One mail is one message, one document, one acknowledgement, however often it is announced (R-1, R-3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict
from chalicelib.domain.letter import Letter
from chalicelib.domain.message import Message
from chalicelib.usecases.send_action import send_action
from infra.seed import cast
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail, mission
from tests.builders.worker import settle, work
from tests.fakes.office import DOMAIN, World

PDF = ("devis.pdf", "application/pdf", b"%PDF-1.7 a quote")


def started() -> tuple[World, int, str]:
    world = World()
    number = leak(world)
    address = address_of(mission(world, number))
    work(world)
    return world, number, address


def received(world: World, number: int) -> list[Message]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, Message) and e.direction == "in"]


def counts(world: World, number: int) -> tuple[int, int, int]:
    """Messages received, documents, mails to the contractor after the mission."""
    file = world.office.tickets.file(number)
    assert file is not None
    answers = [to for to, _ in world.mailer.sent if to == MARCHAL]
    return len(received(world, number)), len(file.documents), len(answers) - 1


def test_three_deliveries_and_one_a_day_later_are_one() -> None:
    world, number, address = started()
    raw = mail(to=address, text="Voici le devis.\n", pieces=(PDF,), message_id="<q@x.example>")
    for n in range(3):
        arrive(world, b"Received: from hop%d.example by mx\r\n" % n + raw, address, delivery=f"d{n}")
    settle(world)
    world.later(days=1)
    arrive(world, b"Received: from late.example by mx\r\n" + raw, address, delivery="late")
    settle(world)
    assert counts(world, number) == (1, 1, 1)


def test_the_same_delivery_announced_again_stops_at_the_claim() -> None:
    world, number, address = started()
    raw = mail(to=address, text="Bonjour.\n", message_id="<q@x.example>")
    arrive(world, raw, address)
    before = world.faults.count
    outcome = arrive(world, raw, address)
    assert (outcome.state, outcome.reason) == ("filed", "already_received")
    assert world.faults.count - before == 2, "a put refused, a read"
    assert counts(world, number)[0] == 1


def test_two_of_our_addresses_are_one_message() -> None:
    world, number, address = started()
    raw = mail(to=address, text="Voici.\n", pieces=(PDF,), message_id="<q@x.example>",
               headers=(("Cc", f"travaux@{DOMAIN}"),))
    arrive(world, raw, address, f"travaux@{DOMAIN}", delivery="d1")
    arrive(world, raw, f"travaux@{DOMAIN}", delivery="d2")
    settle(world)
    assert counts(world, number) == (1, 1, 1)
    assert world.office.mailbox.review()[0] == []


def test_two_conversations_addressed_get_it_once_each_and_one_answer() -> None:
    """One mail to two reply addresses: each distinct conversation has it, nobody is told twice (M-8)."""
    world, number, address = started()
    other = address_of(mission(world, number, nonce="second", party_id="eaugaz"))
    work(world)
    raw = mail(to=f"{address}, {other}", text="Pour les deux.\n", pieces=(PDF,), message_id="<q@x.example>")
    assert arrive(world, raw, address, other).state == "filed"
    settle(world)
    assert sorted(m.party_id for m in received(world, number)) == ["eaugaz", "marchal"]
    file = world.office.tickets.file(number)
    assert file is not None
    assert len(file.documents) == 1
    acknowledged = [to for to, _ in world.mailer.sent if to != "claire@rivoli.example"]
    assert len(acknowledged) == 3, "two missions and one acknowledgement"


def test_the_same_id_with_another_content_is_another_message() -> None:
    world, number, address = started()
    for n, text in enumerate(("Devis à suivre.\n", "Finalement je décline.\n")):
        arrive(world, mail(to=address, text=text, message_id="<same@x.example>"), address, delivery=f"d{n}")
    assert len(received(world, number)) == 2


def test_without_any_id_the_content_alone_counts() -> None:
    world, number, address = started()
    for n in range(2):
        arrive(world, mail(to=address, text="Sans identifiant.\n"), address, delivery=f"d{n}")
    assert len(received(world, number)) == 1


def test_the_same_file_sent_again_is_known() -> None:
    world, number, address = started()
    arrive(world, mail(to=address, text="Le devis.\n", pieces=(PDF,)), address, delivery="d1")
    world.later(minutes=1)
    arrive(world, mail(to=address, text="Je vous le renvoie.\n", pieces=(PDF,)), address, delivery="d2")
    settle(world)
    file = world.office.tickets.file(number)
    assert file is not None
    assert len(file.documents) == 1
    assert received(world, number)[0].attachments[0].known is True


def test_a_second_click_on_send_is_the_same_mail() -> None:
    """The nonce of the form makes the act happen once (R-5, E-M14)."""
    world = World()
    number = leak(world)
    mission(world, number)
    mission(world, number)
    settle(world)
    assert [to for to, _ in world.mailer.sent] == [MARCHAL]


def test_a_sender_is_answered_on_each_of_his_tickets_five_times_a_day_at_most() -> None:
    """M-86: one acknowledgement per conversation, five per sender and day, over all conversations."""
    world = World()
    numbers = [leak(world, f"n{n}") for n in range(7)]
    addresses = [address_of(mission(world, number, nonce=f"m{number}")) for number in numbers]
    work(world)
    for n, address in enumerate(addresses):
        arrive(world, mail(to=address, text=f"Réponse {n}\n"), address, delivery=f"d{n}")
    settle(world)
    answers = [raw for to, raw in world.mailer.sent if to == MARCHAL and b"Auto-Submitted: auto-replied" in raw]
    assert len(answers) == 5


def test_a_later_delivery_to_another_conversation_reaches_it_too() -> None:
    """R-3: linked to each addressed conversation, still one acknowledgement."""
    world, number, address = started()
    other = address_of(mission(world, number, nonce="second", party_id="eaugaz"))
    work(world)
    raw = mail(to=f"{address}, {other}", text="Pour les deux.\n", message_id="<q@x.example>")
    split = mail(to="undisclosed@x.example", text="Pour les deux.\n", message_id="<q@x.example>")
    arrive(world, split, address, delivery="d1")
    arrive(world, split, other, delivery="d2")
    arrive(world, raw, address, other, delivery="d3")
    settle(world)
    assert sorted(m.party_id for m in received(world, number)) == ["eaugaz", "marchal"]
    assert sum(b"auto-replied" in raw for _, raw in world.mailer.sent) == 1


def test_a_mail_that_arrives_during_the_send_is_told_and_nothing_leaves() -> None:
    """U-39: the ticket changed between the reading and the commit; the letter is not lost, nor sent unseen."""
    world = World()
    number = leak(world)
    talk = mission(world, number)
    work(world)

    class Racing:
        """Just before the commit the contractor's reply is filed."""

        def commit(self, change: Change) -> None:
            arrive(world, mail(to=address_of(talk), text="Je décline.\n"), address_of(talk))
            world.office.books.commit(change)
    letter = Letter("chase_contractor", "late", "Relance", "Bonjour", party_id="marchal")
    with pytest.raises(Conflict, match="ticket_changed"):
        send_action(replace(world.office, books=Racing()), cast.CLAIRE, number, letter, world.now)
    settle(world)
    assert [to for to, _ in world.mailer.sent].count(MARCHAL) == 2, "the mission and the acknowledgement"
