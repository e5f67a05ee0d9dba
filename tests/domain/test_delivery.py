"""What is known of a mail and of an address does not depend on the order in which events come (I-7, M-83)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.address_health import AddressHealth, ails, heard, refuses, retried
from chalicelib.domain.delivery import RANK, DeliveryEvent, EventKind, after, plain, trace
from chalicelib.domain.mail import OutgoingMail

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KINDS: tuple[EventKind, ...] = (
    "accepted", "delayed", "returned", "delivered", "rejected", "bounced", "complained")


def mail(**changes: object) -> OutgoingMail:
    values: dict[str, object] = {
        "id": "m", "purpose": "manual", "template": "mission", "language": "fr", "to_email": "a@b.example",
        "created_at": NOON, "not_before": NOON, "state": "sent", "ticket_number": 1001}
    return OutgoingMail(**(values | changes))  # type: ignore[arg-type]


def event(kind: EventKind, minutes: int = 0, reason: str = "") -> DeliveryEvent:
    return DeliveryEvent(kind, "rivoli", "m", "0102", "a@b.example", NOON + timedelta(minutes=minutes), reason)


@given(st.lists(st.sampled_from(KINDS), max_size=8), st.randoms())
def test_the_gravest_news_wins_in_any_order(kinds: list[EventKind], chance: object) -> None:
    told = [event(kind, 5 if kind == "delivered" else 1) for kind in kinds]
    ends = []
    for _ in range(3):
        chance.shuffle(told)  # type: ignore[attr-defined]
        known = mail()
        for each in told:
            known = after(known, each)
        ends.append((known.delivery, known.delivered_at))
    assert len(set(ends)) == 1
    assert ends[0][0] == max((k for k in kinds if k != "accepted"), key=lambda k: RANK[k], default="")


@given(st.sampled_from(KINDS))
def test_the_same_event_twice_is_once(kind: EventKind) -> None:
    once = after(mail(), event(kind))
    assert after(once, event(kind)) == once
    known = heard(AddressHealth("a@b.example"), event(kind))
    assert heard(known, event(kind)) == known


def test_a_late_delivery_never_hides_a_refusal() -> None:
    known = after(after(mail(), event("bounced", 1, "no_mailbox")), event("delivered", 9))
    assert (known.delivery, known.reason) == ("bounced", "no_mailbox")
    assert known.delivered_at == NOON + timedelta(minutes=9)
    (line,) = trace(known, NOON)
    assert (line.state, line.at) == ("bounced", NOON + timedelta(minutes=1))


def test_only_permanent_refusals_and_complaints_stop_an_address() -> None:
    for kind in KINDS:
        stopped = refuses(heard(AddressHealth("a@b.example"), event(kind)), "manual")
        assert stopped == (kind in ("bounced", "complained")), kind
    assert not refuses(None, "manual")


def test_who_called_a_mail_unwanted_may_still_sign_in() -> None:
    unwanted = heard(AddressHealth("a@b.example"), event("complained", reason="complained"))
    assert not refuses(unwanted, "sign_in")
    assert refuses(unwanted, "acknowledgement")
    assert refuses(heard(AddressHealth("a@b.example"), event("bounced", reason="no_mailbox")), "sign_in")


def test_three_returns_within_a_week_are_often_and_a_delivery_forgets_them() -> None:
    day = 24 * 60
    for order in permutations([0, 2 * day, 6 * day]):
        known = AddressHealth("a@b.example")
        for minutes in order:
            known = heard(known, event("returned", minutes))
        assert ails(known)
        assert not ails(heard(known, event("delivered", 3 * day)))
    spread = AddressHealth("a@b.example")
    for minutes in (0, 4 * day, 8 * day):
        spread = heard(spread, event("returned", minutes))
    assert not ails(spread)


def test_what_happened_before_a_manager_tried_again_counts_no_more() -> None:
    dead = heard(AddressHealth("a@b.example"), event("bounced", 1))
    again = retried(dead, "Claire Dumas", NOON + timedelta(minutes=10))
    assert not refuses(again, "manual")
    assert heard(again, event("bounced", 5)) == again, "the old bounce, told late"
    assert refuses(heard(again, event("bounced", 15)), "manual"), "a new one"


def test_nothing_is_said_of_a_mail_that_waits_or_of_notes_to_ourselves() -> None:
    assert trace(mail(state="queued"), NOON) == ()
    assert trace(mail(purpose="notification"), NOON) == ()
    assert trace(mail(state="cancelled"), NOON)[0].state == "cancelled"


def test_the_words_of_a_server_are_one_short_plain_line() -> None:
    assert plain("smtp; 550\r\n 5.1.1\x00 <b>no</b>") == "smtp; 550 5.1.1 <b>no</b>"
    assert len(plain("x" * 5000)) == 300
