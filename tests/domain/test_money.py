"""Amounts as typed in French, exact to the cent, refused when they could mean two things (U-125, D-5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.money import NotAnAmount, parse_amount, typed_amount

SPACES = (" ", "\u00a0", "\u202f", "")


@pytest.mark.parametrize(("text", "cents"), [
    ("1 284,50", 128450), ("1284,5", 128450), ("1284.50", 128450), ("1 284,50 €", 128450), ("€1284.50", 128450),
    ("1\u202f284,50\u00a0€", 128450), ("0", 0), ("0,01", 1), ("12", 1200), ("  7,1 ", 710), ("-12,50", -1250),
    ("−12,50", -1250), ("999999999999,99", 99999999999999), ("007", 700),
])
def test_what_people_type_is_read(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize("text", [
    "1.284,50", "1,284.50", "1.284", "1,284", "12,345", "0,001", "douze", "12e3", "1_000", "-", "−", "+5", "", " ", "€",
    ",50", ".5", "12,", "12.", "1,2,3", "--5", "5-", "1284,50 EUR", "١٢", "1\n2", "0x10", "inf", "nan", "9" * 13, "½",
])
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(text)


@given(st.integers(-10**13, 10**13))
def test_what_is_shown_is_read_back_to_the_cent(cents: int) -> None:
    assert parse_amount(typed_amount(cents)) == cents


@given(st.integers(0, 10**12 - 1), st.integers(0, 99), st.sampled_from(",."), st.sampled_from(SPACES),
       st.sampled_from(("", "€", " €", "\u00a0€")))
def test_spaces_marks_and_signs_of_money_change_nothing(units: int, cents: int, mark: str, space: str,
                                                        sign: str) -> None:
    text = f"{units:,}".replace(",", space) + f"{mark}{cents:02}{sign}"
    assert parse_amount(text) == units * 100 + cents


@given(st.integers(0, 10**9), st.text("0123456789", min_size=3, max_size=6), st.sampled_from(",."))
def test_three_digits_after_the_mark_are_never_guessed(units: int, rest: str, mark: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(f"{units}{mark}{rest}")


@given(st.text(max_size=30))
def test_any_text_is_an_exact_integer_or_a_refusal(text: str) -> None:
    try:
        assert type(parse_amount(text)) is int
    except NotAnAmount:
        pass
    else:
        assert set(text) <= set("0123456789.,-\u2212 \u00a0\u202f\t€")
