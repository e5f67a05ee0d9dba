"""Settings of an agency: bounds, order of the steps, defaults, and who changed what (U-108)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import office_settings as settings
from chalicelib.domain.calendar import read_hours
from chalicelib.domain.pace import SETTINGS, pace_of
from chalicelib.domain.typed import Typed
from infra.seed.cast import AGENCY
from tests.fakes.office import START

TYPED = st.fixed_dictionaries({}, optional={
    name: st.one_of(
        st.integers(-3, 300).map(str), st.text(max_size=6), st.sampled_from(["08:00", "8h30", "24:00", "²"]))
    for name in settings.RHYTHM})


def rhythm(**changes: str) -> Typed:
    return Typed(settings.default_values() | changes)


@given(TYPED)
def test_whatever_is_typed_is_a_rhythm_that_keeps_its_rules_or_a_named_fault(changes: dict[str, str]) -> None:
    typed = rhythm(**changes)
    after = settings.with_rhythm(AGENCY, typed)
    if typed.faults:
        assert {f.field for f in typed.faults} <= set(settings.RHYTHM)
        return
    found = pace_of(after.pace)
    assert all(SETTINGS[name].least <= value <= SETTINGS[name].most for name, value in found.items())
    assert all(found[name] == int(typed.texts[name]) for name in SETTINGS), "what was typed is what counts"
    for steps in settings.IN_ORDER:
        assert sorted({found[name] for name in steps}) == [found[name] for name in steps]
    hours = read_hours(after.opens_at, after.closes_at)
    assert hours.opens < hours.closes
    assert 0 <= after.undo_seconds <= 120


def test_the_defaults_are_within_their_own_bounds_and_are_not_kept() -> None:
    typed = rhythm()
    after = settings.with_rhythm(replace(AGENCY, pace={"quote_first": 4}), typed)
    assert (typed.faults, after.pace, after.undo_seconds) == ([], {}, 20)
    assert settings.values_of(after).items() >= settings.default_values().items()


def test_each_wrong_value_is_named_once_with_its_reason() -> None:
    typed = rhythm(undo_seconds="121", quote_first="zéro", quote_second="", owner_last="5", opens_at="19:30",
                   urgent_hours="²", certificate_before="0")
    settings.with_rhythm(AGENCY, typed)
    assert {f.field: f.code for f in typed.faults} == {
        "undo_seconds": "out_of_bounds", "quote_first": "not_a_number", "quote_second": "required",
        "owner_last": "not_after", "closes_at": "closes_before_opening", "urgent_hours": "not_a_number",
        "certificate_before": "out_of_bounds"}


def test_hours_are_read_as_people_write_them() -> None:
    after = settings.with_rhythm(AGENCY, rhythm(opens_at="8h30", closes_at="18 : 05"))
    assert (after.opens_at, after.closes_at) == ("08:30", "18:05")


def test_only_what_changed_is_stamped() -> None:
    first = settings.stamped(AGENCY, settings.with_rhythm(AGENCY, rhythm(keys_call="12")), "Claire", START)
    assert set(first.touched) == {"keys_call", "undo_seconds"}
    again = settings.stamped(first, replace(first, phone="01"), "Marc", START)
    assert {name: touch.who for name, touch in again.touched.items()} == {
        "keys_call": "Claire", "undo_seconds": "Claire", "phone": "Marc"}
