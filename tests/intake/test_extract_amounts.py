"""Amounts and days as people print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.intake.extract.amounts import amounts_in, parse_cents
from chalicelib.intake.extract.dates import after_duration, days_in

SPACES = (" ", "\u00a0", "\u202f", "\u2009", ".", "", "'")


@given(
    st.integers(-99_999_999, 99_999_999),
    st.sampled_from(SPACES),
    st.sampled_from(("", " €", "\u00a0€", " EUR", "€")),
)
def test_an_amount_printed_the_french_way_reads_back(cents: int, mark: str, unit: str) -> None:
    euros = f"{abs(cents) // 100:,}".replace(",", mark)
    printed = f"{'-' if cents < 0 else ''}{euros},{abs(cents) % 100:02d}{unit}"
    assert parse_cents(printed) == cents


@given(st.integers(0, 99_999_999))
def test_an_amount_printed_the_english_way_reads_back(cents: int) -> None:
    assert parse_cents(f"€{cents // 100:,}.{cents % 100:02d}") == cents


@given(st.text(max_size=80))
def test_any_text_gives_integer_cents_or_nothing(text: str) -> None:
    assert all(type(amount.cents) is int for amount in amounts_in(text))
    assert all(day.on.year in range(2000, 2100) for day in days_in(text))


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("(233,47 €)", [-23347]),
        ("233,47- €", [-23347]),
        ("Total TTC : - 12,00", [-1200]),
        ("Total TTC - 1 200,00 €", [120000]),
        ("TVA 5,5 % 12,30", [1230]),
        ("12,50 m² à 4,00 €", [400]),
        ("prix unitaire 4,5500", []),
        ("le 03/03/2026", []),
        ("1 284 €", [128400]),
    ],
)
def test_signs_rates_and_measures(text: str, cents: list[int]) -> None:
    assert [amount.cents for amount in amounts_in(text)] == cents


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/03/2026", date(2026, 3, 3)),
        ("le 3 mars 2026", date(2026, 3, 3)),
        ("1er décembre 2026", date(2026, 12, 1)),
        ("15 AOÛT 2026", date(2026, 8, 15)),
        ("3-févr.-2026", date(2026, 2, 3)),
        ("March 3rd, 2026", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("03.03.26", date(2026, 3, 3)),
    ],
)
def test_days_in_figures_and_words(text: str, day: date) -> None:
    assert [found.on for found in days_in(text)] == [day]


@pytest.mark.parametrize("text", ["31/02/2026", "04.72.07.08.56", "12/2026", "3 mars 1926", "99/99/9999"])
def test_what_is_no_day(text: str) -> None:
    assert days_in(text) == []


def test_a_validity_counts_from_the_day_of_issue() -> None:
    start = date(2026, 1, 31)
    assert after_duration(start, "Validité 30 jours") == date(2026, 3, 2)
    assert after_duration(start, "valable un mois") == date(2026, 2, 28)
    assert after_duration(start, "45 jours fin de mois") == date(2026, 3, 31)
    assert after_duration(start, "sans durée") is None
