"""The account’s rate is kept in every window of a second, by all workers together (R-12, M-101, TRAP-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.sending import Quota, SendingAccount
from chalicelib.gateways.pace import SharedPace
from chalicelib.gateways.ses_mailer import limit_in
from chalicelib.stores.sending import SendingBook
from tests.fakes.office import START
from tests.fakes.provider import Time
from tests.fakes.table import FakeTable


def workers(time: Time, rate: float, count: int = 1, ask: Callable[[], Quota | None] | None = None,
            at_most: int = 100) -> list[SharedPace]:
    book = SendingBook(FakeTable())
    return [SharedPace(book, ask or (lambda: Quota(rate, 0, 0)), at_most, lambda: time.now, time.sleep)
            for _ in range(count)]


@given(st.integers(1, 20), st.lists(st.tuples(st.floats(0, 2), st.integers(0, 2)), min_size=1, max_size=60))
def test_no_second_sees_more_than_the_rate(rate: int, sends: list[tuple[float, int]]) -> None:
    time = Time(START)
    house = workers(time, rate, count=3)
    left = []
    for pause, who in sends:
        time.sleep(pause)
        if house[who].slot():
            left.append(time.now)
    assert len(left) == len(sends)
    for start in left:
        inside = [at for at in left if start <= at < start + timedelta(seconds=1)]
        blocks = max(1, rate // 4) * 2  # moments kept from blocks that two other workers reserved
        assert len(inside) <= rate + blocks


@given(st.integers(1, 20), st.integers(1, 60))
def test_a_busy_worker_keeps_the_rate_to_the_mail(rate: int, count: int) -> None:
    time = Time(START)
    (pace,) = workers(time, rate)
    left = []
    for _ in range(count):
        assert pace.slot()
        left.append(time.now)
    for start in left:
        assert sum(start <= at < start + timedelta(seconds=1) for at in left) <= rate


def test_a_slow_sender_never_waits() -> None:
    time = Time(START)
    (pace,) = workers(time, 1)
    for _ in range(3):
        before = time.now
        assert pace.slot()
        assert time.now == before
        time.sleep(1)


def test_our_own_ceiling_holds_below_the_accounts_and_without_its_answer() -> None:
    for ask in (lambda: Quota(50, 0, 0), lambda: None):
        time = Time(START)
        (pace,) = workers(time, 0, ask=ask, at_most=2)
        for _ in range(5):
            assert pace.slot()
        assert time.now - START == timedelta(seconds=2)


def test_the_provider_is_asked_every_few_minutes_only() -> None:
    time, asked = Time(START), []

    def ask() -> Quota:
        asked.append(time.now)
        return Quota(1, 100, 0)
    (pace,) = workers(time, 1, ask=ask)
    for _ in range(90):
        pace.slot()
        time.sleep(9)
    assert len(asked) == 3


def test_a_refusal_stops_every_worker_longer_each_time() -> None:
    time = Time(START)
    one, other = workers(time, 4, count=2)
    assert one.slot()
    waits = []
    for _ in range(4):
        until = one.refused("rate")
        waits.append((until - time.now).total_seconds())
        assert other.slot()
        assert time.now >= until
    assert waits == [1, 2, 4, 8]
    until = one.refused("day")
    assert until - time.now == timedelta(minutes=10)
    assert not other.slot()
    assert other.closed()


def test_a_worker_that_is_not_the_fastest_looks_again() -> None:
    book = SendingBook(FakeTable())
    assert book.save(SendingAccount(per_minute=60), first=True)
    assert not book.save(SendingAccount(), first=True)
    read = book.read()
    assert read is not None
    assert book.save(replace(read, leased=1))
    assert not book.save(replace(read, leased=2))


@pytest.mark.parametrize(("code", "words", "limit"), [
    ("TooManyRequestsException", "Maximum sending rate exceeded.", "rate"),
    ("Throttling", "Daily message quota exceeded.", "day"),
    ("LimitExceededException", "You have exceeded your 24 hour sending quota", "day"),
    ("SendingPausedException", "Sending paused for this account", "paused"),
    ("MessageRejected", "Email address is not verified.", ""), ("ServiceUnavailable", "", ""),
])
def test_a_refusal_names_the_limit_it_is_about(code: str, words: str, limit: str) -> None:
    """TRAP-2: the two quotas of an account are told apart by words alone."""
    assert limit_in(ClientError({"Error": {"Code": code, "Message": words}}, "SendEmail")) == limit
