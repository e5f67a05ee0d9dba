"""What SES tells of a mail is recorded once, whenever it comes, and a dead address is written to no more.

I-7, M-82, M-83, R-13, U-60: bounce, complaint, delay, duplicates, late, shuffled, without recipients.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.address_health import AddressHealth
from chalicelib.domain.change import Outdated
from chalicelib.domain.delivery import MailTrace
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket import Ticket, turn
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.delivery_notice import read_notice
from chalicelib.usecases.record_delivery import record_delivery
from chalicelib.usecases.retry_address import retry_address
from infra.seed import cast
from tests.builders.notices import DEAD, FULL, events, notice, tell
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail, mission
from tests.builders.waiting import file_of
from tests.builders.worker import settle, work
from tests.fakes.faults import Killed
from tests.fakes.office import World


@pytest.fixture
def world() -> World:
    return World()


def sent(world: World, nonce: str = "mission") -> tuple[int, OutgoingMail]:
    """A mission whose mail has left."""
    number = leak(world)
    mission(world, number, nonce)
    work(world)
    return number, the_mail(world)


def the_mail(world: World) -> OutgoingMail:
    found = [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.purpose == "manual"]
    return found[-1]


def ticket_of(world: World, number: int) -> Ticket:
    return file_of(world, number).ticket


def lines(world: World, number: int, what: str) -> list[TimelineEntry]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry) and e.what == what]


def shown(world: World, number: int) -> MailTrace:
    (line,) = file_of(world, number).traces
    return line


def health(world: World, email: str = MARCHAL) -> AddressHealth | None:
    return world.office.mailbox.health(email)[0]


def test_a_mail_that_left_and_arrived_says_so(world: World) -> None:
    number, letter = sent(world)
    assert shown(world, number).state == "sent"
    world.later(minutes=2)
    assert tell(world, "Send", letter) == "nothing_new"
    assert tell(world, "Delivery", letter) == "recorded"
    assert tell(world, "Delivery", letter) == "already_known"
    assert (shown(world, number).state, shown(world, number).at) == ("delivered", world.now)
    assert the_mail(world).delivered_at == world.now
    assert lines(world, number, "mail_bounced") == []
    assert turn(ticket_of(world, number)) == "contractor"


def test_a_dead_address_is_a_red_line_a_task_and_our_turn(world: World) -> None:
    """E-M4: the mission was not delivered; another firm is suggested."""
    number, letter = sent(world)
    world.later(minutes=1)
    assert tell(world, "Bounce", letter, bounce=DEAD) == "recorded"
    ticket = ticket_of(world, number)
    assert ticket.tasks == ("dead_address", "other_contractor")
    assert (turn(ticket), ticket.turn_since) == ("us", world.now)
    (line,) = lines(world, number, "mail_bounced")
    assert line.facts["why"] == "no_mailbox"
    assert "User unknown" in str(line.facts["diagnostic"])
    known = health(world)
    assert known is not None
    assert known.refused_since == world.now


def test_nothing_more_is_written_to_a_dead_address(world: World) -> None:
    number, letter = sent(world)
    mission(world, number, "second", action="inform_other", party_id="", email=MARCHAL)
    tell(world, "Bounce", letter)
    before = len(world.mailer.sent)
    work(world)
    assert len(world.mailer.sent) == before
    assert the_mail(world).state == "suppressed"
    (line,) = lines(world, number, "mail_suppressed")
    assert line.facts["why"] == "address_refused"
    with pytest.raises(Invalid) as refused:
        mission(world, number, "third", action="inform_other", party_id="", email=MARCHAL)
    assert [(f.field, f.code) for f in refused.value.faults] == [("email", "address_refused")]


def test_an_acknowledgement_to_a_dead_address_does_not_leave_and_the_ticket_says_so(world: World) -> None:
    number, letter = sent(world)
    tell(world, "Bounce", letter)
    talk = file_of(world, number).conversations[0]
    arrive(world, mail(to=address_of(talk), text="Voici.\n", message_id="<r@x.example>"), address_of(talk))
    settle(world)
    assert MARCHAL not in [to for to, _ in world.mailer.sent[1:]]
    assert len(lines(world, number, "mail_suppressed")) == 1


def test_a_manager_tries_a_dead_address_again(world: World) -> None:
    number, letter = sent(world)
    bounced = events("Bounce", letter, world.now.isoformat())[0]
    record_delivery(world.office, bounced, world.now)
    world.later(days=1)
    retry_address(world.office, cast.CLAIRE, MARCHAL, world.now)
    retry_address(world.office, cast.CLAIRE, MARCHAL, world.now)
    mission(world, number, "again")
    late = replace(bounced, ses_id="0102-other")
    record_delivery(world.office, late, world.now)
    work(world)
    assert [to for to, _ in world.mailer.sent] == [MARCHAL, MARCHAL]
    with pytest.raises(NotFound):
        retry_address(world.office, cast.CLAIRE, "inconnu@x.example", world.now)


def test_a_complaint_stops_the_address_and_is_said(world: World) -> None:
    number, letter = sent(world)
    tell(world, "Delivery", letter)
    tell(world, "Complaint", letter)
    assert shown(world, number).state == "complained"
    assert "dead_address" in ticket_of(world, number).tasks
    assert (health(world) or AddressHealth("")).reason == "complained"


def test_a_temporary_refusal_is_noted_and_three_in_a_week_are_a_task(world: World) -> None:
    number, first = sent(world)
    tell(world, "Bounce", first, bounce=FULL)
    assert len(lines(world, number, "mail_returned")) == 1
    assert ticket_of(world, number).tasks == ()
    for n in range(2):
        world.later(days=1)
        mission(world, number, f"more{n}", action="inform_other", party_id="", email=MARCHAL)
        work(world)
        tell(world, "Bounce", the_mail(world), bounce=FULL)
    assert ticket_of(world, number).tasks == ("dead_address",)
    assert (health(world) or AddressHealth("")).refused_since is None, "still written to"


def test_a_delivery_forgets_the_temporary_refusals(world: World) -> None:
    number, first = sent(world)
    tell(world, "Bounce", first, bounce=FULL)
    world.later(hours=2)
    mission(world, number, "more", action="inform_other", party_id="", email=MARCHAL)
    work(world)
    tell(world, "Delivery", the_mail(world))
    assert (health(world) or AddressHealth("")).returns == ()


@pytest.mark.parametrize("order", [("Delivery", "Bounce"), ("Bounce", "Delivery")])
def test_an_automatic_answer_after_a_delivery_counts_for_nothing(world: World, order: tuple[str, str]) -> None:
    number, letter = sent(world)
    for kind in order:
        tell(world, kind, letter, bounce=("Transient", "General", "4.0.0", ""))
        world.later(seconds=1)
    assert shown(world, number).state == "delivered"
    assert (health(world) or AddressHealth("")).returns == ()


def test_a_refused_content_asks_for_another_mail_and_spares_the_address(world: World) -> None:
    number, letter = sent(world)
    tell(world, "Reject", letter)
    assert ticket_of(world, number).tasks == ("undelivered",)
    assert health(world) is None


def test_an_event_that_comes_before_our_own_note_settles_the_mail(
    world: World, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker died between the answer of SES and its own note: no second mail leaves (R-13)."""
    number = leak(world)
    talk = mission(world, number)
    accept = world.mailer.send

    def die(*args: Any) -> str:
        accept(*args)
        raise Killed("ses.send")
    monkeypatch.setattr(world.mailer, "send", die)
    work(world)
    monkeypatch.undo()
    assert the_mail(world).state == "sending"
    letter = replace(the_mail(world), ses_id="0102-000001")
    tell(world, "Delivery", letter)
    now = the_mail(world)
    assert (now.state, now.ses_id, now.delivery) == ("sent", "0102-000001", "delivered")
    settle(world)
    assert len(world.mailer.sent) == 1
    reply = mail(to="ailleurs@x.example", message_id="<r@x.example>", subject=f"Re: {talk.last_subject}",
                 headers=(("In-Reply-To", "<0102-000001@eu-west-1.amazonses.com>"),))
    assert arrive(world, reply, f"travaux@{world.office.post.inbound_domain}").ticket_number == number, "M-54"


def test_a_mail_in_doubt_is_settled_by_its_event_and_never_repeated(world: World) -> None:
    number = leak(world)
    mission(world, number)
    ((_, mail_id),) = [w for w in world.queues.waiting if w[0] == "mail"]
    uncertain = replace(the_mail(world), state="uncertain", lease_until=world.later(minutes=15), attempts=1)
    world.table.items[next(k for k, e in world.table.items.items() if getattr(e, "id", "") == mail_id
                           and isinstance(e, OutgoingMail))] = uncertain
    tell(world, "Send", replace(uncertain, ses_id="0102-9"))
    assert the_mail(world).state == "sent"
    settle(world)
    assert world.mailer.sent == []
    assert shown(world, number).state == "sent"


def test_any_order_and_any_repetition_end_the_same() -> None:
    ends = set()
    for seed in range(12):
        world = World()
        number, letter = sent(world)
        told = [*events("Send", letter, world.now.isoformat()), *events("Delivery", letter, "2026-11-23T09:02:00Z"),
                *events("DeliveryDelay", letter, "2026-11-23T09:01:00Z"),
                *events("Bounce", letter, "2026-11-23T09:03:00Z")] * 2
        random.Random(seed).shuffle(told)
        for event in told:
            record_delivery(world.office, event, world.now)
        ticket = ticket_of(world, number)
        known = health(world)
        assert known is not None
        ends.add((shown(world, number).state, the_mail(world).delivered_at, ticket.tasks, known.refused_since,
                  known.returns, len(lines(world, number, "mail_bounced"))))
    assert len(ends) == 1


def test_noise_is_ignored(world: World) -> None:
    """An empty recipient list, a mail that is not ours, an event nobody knows (M-83)."""
    at = world.now.isoformat()
    empty = notice("Bounce", "m", MARCHAL, at)
    empty["bounce"]["bouncedRecipients"] = []
    foreign = notice("Delivery", "m", MARCHAL, at)
    del foreign["mail"]["tags"]
    for told in (empty, foreign, {"eventType": "Open", "mail": empty["mail"]}, {}):
        assert read_notice(told) == []
    (unknown,) = read_notice(notice("Delivery", "nobody", MARCHAL, at))
    assert record_delivery(world.office, unknown, world.now) == "unknown_mail"


def test_a_named_address_is_read_without_its_name(world: World) -> None:
    told = notice("Bounce", "m", "Plomberie <Contact@X.example>", world.now.isoformat())
    assert read_notice(told)[0].email == "contact@x.example"


def test_a_busy_ticket_brings_the_event_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, letter = sent(world)

    def moved(*_: object) -> None:
        raise Outdated(letter)
    monkeypatch.setattr(type(world.office.books), "commit", moved)
    with pytest.raises(TimeoutError):
        tell(world, "Bounce", letter)


def report(letter: OutgoingMail, named: str, to: str = MARCHAL, status: str = "5.1.1") -> bytes:
    """A delivery report as a foreign mail server writes it, about the mail `named`."""
    parts = [
        "From: MAILER-DAEMON@mx.example\r\nTo: x\r\nSubject: Undelivered Mail Returned to Sender",
        "Message-ID: <dsn@mx.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n',
        "--b\r\nContent-Type: text/plain\r\n\r\nNon remis.\r\n--b\r\nContent-Type: message/delivery-status\r\n",
        "Reporting-MTA: dns; mx.example\r\n",
        f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: {status}\r\n",
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{named}>\r\n"
        f"Subject: {letter.subject}\r\n--b--\r\n"]
    return "\r\n".join(parts).encode()


@pytest.mark.parametrize("ours", [True, False])
def test_a_report_that_comes_as_a_mail_stops_the_address_too(world: World, ours: bool) -> None:
    """M-82: late and foreign reports name the mail by our id or by the one the provider gave it."""
    number, letter = sent(world)
    named = letter.message_id if ours else f"{letter.ses_id}@eu-west-1.amazonses.com"
    talk = file_of(world, number).conversations[0]
    for delivery in ("dsn-1", "dsn-2"):
        arrive(world, report(letter, named), address_of(talk), delivery=delivery)
    assert len(lines(world, number, "mail_bounced")) == 1
    assert lines(world, number, "bounce") == [], "one thing that happened is one line"
    assert (health(world) or AddressHealth("")).reason == "no_mailbox"
    assert turn(ticket_of(world, number)) == "us"


@pytest.mark.parametrize(("named", "to"), [
    ("unknown@x.example", MARCHAL), ("", "autre@x.example"), ("0102-999999@eu-west-1.amazonses.com", MARCHAL)])
def test_a_report_about_no_mail_or_another_address_stops_nobody(world: World, named: str, to: str) -> None:
    number, letter = sent(world)
    talk = file_of(world, number).conversations[0]
    arrive(world, report(letter, named or letter.message_id, to=to), address_of(talk), delivery="dsn")
    assert health(world) is None
    assert health(world, to) is None
    assert lines(world, number, "mail_bounced") == []
