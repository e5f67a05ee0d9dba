"""The account's rate is kept in every window of a second, counted in recipients (R-12)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.gateways.pace import Pace


class Time:
    """A clock that only sleeping and the test move."""

    def __init__(self) -> None:
        self.now = 100.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(st.integers(1, 20), st.lists(st.tuples(st.floats(0, 2), st.integers(1, 3)), min_size=1, max_size=60))
def test_no_second_sees_more_than_the_rate(rate: int, sends: list[tuple[float, int]]) -> None:
    time = Time()
    pace = Pace(rate, lambda: time.now, time.sleep)
    left: list[tuple[float, int]] = []
    for pause, recipients in sends:
        time.now += pause
        pace.wait(recipients)
        left.append((time.now, recipients))
    for start, _ in left:
        inside = [n for at, n in left if start <= at < start + 1 - 1e-6]
        assert sum(inside[:-1]) < rate + 1e-6, "a mail starts only when those before it have had their time"


def test_a_slow_sender_never_waits() -> None:
    time = Time()
    pace = Pace(1, lambda: time.now, time.sleep)
    for _ in range(3):
        before = time.now
        pace.wait()
        assert time.now == before
        time.now += 1.0
