"""Business days, holidays and office hours, against slow and simple counterparts (E-M6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.calendar import (
    PARIS,
    OfficeHours,
    after_business_days,
    easter,
    holidays,
    is_business_day,
    midnight,
    on_or_after,
    paris_day,
    read_hours,
)
from chalicelib.domain.pace import SETTINGS, pace_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))
HOURS = OfficeHours(time(8), time(19))


@pytest.mark.parametrize(("year", "day"), [
    (2000, date(2000, 4, 23)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)),
    (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25)), (2285, date(2285, 3, 22))])
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


def test_the_eleven_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [date(2026, month, day) for month, day in (
        (1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))]


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_of_spring_and_its_mondays_are_off(year: int) -> None:
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)
    assert not is_business_day(day + timedelta(days=1))
    assert 9 <= len(holidays(year)) <= 11  # Ascension may fall on 1 or 8 May


@given(DAYS, st.integers(1, 30))
def test_adding_business_days_counts_them_one_by_one(day: date, count: int) -> None:
    found = after_business_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(is_business_day(d) for d in between) == count
    assert is_business_day(found)


@given(DAYS, st.integers(1, 15), st.integers(1, 15))
def test_adding_twice_is_adding_the_sum(day: date, first: int, second: int) -> None:
    assert after_business_days(after_business_days(day, first), second) == after_business_days(day, first + second)


@given(DAYS)
def test_the_next_business_day_is_near_and_the_first_one(day: date) -> None:
    found = on_or_after(day)
    assert is_business_day(found)
    assert not any(is_business_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert (found - day).days <= 5


@given(MOMENTS)
def test_the_next_opening_is_open_and_none_was_missed(moment: datetime) -> None:
    at = HOURS.next_open(moment)
    assert HOURS.are_open(at)
    assert at == moment or (HOURS.opening(paris_day(at)) == at and not HOURS.are_open(moment))
    hour = moment + timedelta(minutes=30)
    while hour < at:
        assert not HOURS.are_open(hour)
        hour += timedelta(hours=1)


@given(MOMENTS, st.integers(1, 40))
def test_worked_hours_are_the_open_minutes_between(moment: datetime, hours: int) -> None:
    end = HOURS.after(moment, hours)
    worked, day = timedelta(), paris_day(moment)
    while day <= paris_day(end):
        if is_business_day(day):
            worked += max(timedelta(), min(end, HOURS.closing(day)) - max(moment, HOURS.opening(day)))
        day += timedelta(days=1)
    assert worked == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "utc"), [
    (date(2026, 3, 27), 7), (date(2026, 3, 30), 6), (date(2026, 10, 23), 6), (date(2026, 10, 26), 7)])
def test_the_office_opens_at_eight_in_paris_on_both_sides_of_a_change_of_hour(day: date, utc: int) -> None:
    assert HOURS.opening(day) == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)


def test_four_hours_over_the_night_in_which_an_hour_is_skipped() -> None:
    """From Friday 27 March 2026, 17:00, two hours are left of the day; the others are worked on Monday."""
    friday = datetime(2026, 3, 27, 17, tzinfo=PARIS)
    assert HOURS.after(friday, 4).astimezone(PARIS) == datetime(2026, 3, 30, 10, tzinfo=PARIS)


def test_a_day_begins_at_midnight_in_paris() -> None:
    assert midnight(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(("opens", "closes"), [("", ""), ("9h", "18h"), ("19:00", "08:00"), ("08:00", "08:00")])
def test_hours_that_are_none_are_the_usual_ones(opens: str, closes: str) -> None:
    assert read_hours(opens, closes) == HOURS


@given(st.dictionaries(st.sampled_from([*sorted(SETTINGS), "unknown"]), st.integers(-1000, 1000)))
def test_an_agency_s_pace_stays_within_sane_bounds(chosen: dict[str, int]) -> None:
    found = pace_of(chosen)
    assert found.keys() == SETTINGS.keys()
    for name, setting in SETTINGS.items():
        assert setting.least <= found[name] <= setting.most
        if setting.least <= chosen.get(name, setting.default) <= setting.most:
            assert found[name] == chosen.get(name, setting.default)
