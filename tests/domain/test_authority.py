"""What may be ordered without asking: mandate by amount by urgency (D-24, N-9, E-M9)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.authority import Terms, terms_of, verdict
from chalicelib.domain.property import Lease, Mandate

TODAY = date(2026, 11, 23)
CLAUSE = "En cas d’urgence, le mandataire commande sans délai."
NOTHING = Mandate("m", "u", ("o",), date(2023, 1, 1))
CEILING = Mandate("m", "u", ("o",), date(2023, 1, 1), ceiling_cents=30_000)
URGENT = Mandate("m", "u", ("o",), date(2023, 1, 1), ceiling_cents=30_000, urgent_clause=CLAUSE,
                 urgent_ceiling_cents=150_000)
RENT = Mandate("m", "u", ("o",), date(2023, 1, 1), urgent_clause=CLAUSE)
TRUSTED = Mandate("m", "u", ("o",), date(2023, 1, 1), firm_ceilings={"marchal": 80_000})
LEASES = (Lease("l", "u", "t", date(2024, 1, 1), rent_cents=90_000),
          Lease("old", "u", "t", date(2020, 1, 1), date(2023, 12, 31), rent_cents=70_000))

TABLE = [
    (None, 1, False, "agreement", 0), (None, 1, True, "agreement", 0),
    (NOTHING, 1, False, "agreement", 0), (NOTHING, 1, True, "agreement", 0), (NOTHING, 0, False, "agreement", 0),
    (CEILING, 30_000, False, "ceiling", 30_000), (CEILING, 30_001, False, "agreement", 30_000),
    (CEILING, 30_001, True, "agreement", 30_000), (CEILING, 0, False, "agreement", 30_000),
    (CEILING, None, False, "agreement", 30_000),
    (URGENT, 30_000, True, "ceiling", 30_000), (URGENT, 30_001, False, "agreement", 30_000),
    (URGENT, 30_001, True, "urgent", 150_000), (URGENT, 150_000, True, "urgent", 150_000),
    (URGENT, 150_001, True, "countersign", 150_000), (URGENT, None, True, "countersign", 150_000),
    (RENT, 90_000, True, "urgent", 90_000), (RENT, 90_001, True, "countersign", 90_000),
    (RENT, 90_000, False, "agreement", 0),
    (TRUSTED, 80_000, False, "ceiling", 80_000), (TRUSTED, 80_001, False, "agreement", 80_000),
]


@pytest.mark.parametrize(("mandate", "amount", "urgent", "ground", "limit"), TABLE)
def test_the_table(mandate: Mandate | None, amount: int | None, *, urgent: bool, ground: str, limit: int) -> None:
    terms = terms_of(mandate.ceiling_cents if mandate else 0, mandate, LEASES, TODAY)
    found = verdict(terms, amount, "marchal", urgent=urgent)
    assert (found.ground, found.limit_cents) == (ground, limit)
    assert (found.clause == CLAUSE) == (ground in ("urgent", "countersign"))
    assert found.may_order == (ground in ("ceiling", "urgent"))


def test_the_ceiling_of_a_firm_is_for_that_firm_only() -> None:
    terms = terms_of(0, TRUSTED, LEASES, TODAY)
    assert verdict(terms, 100, "eaugaz", urgent=False).ground == "agreement"


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.booleans())
def test_more_money_never_needs_less_agreement(ceiling: int, urgent_cents: int, one: int, other: int,
                                               urgent: bool) -> None:
    order = ("ceiling", "urgent", "countersign", "agreement")
    terms = Terms(ceiling, {}, CLAUSE, urgent_cents)
    small, large = sorted((one, other))
    grounds = [verdict(terms, amount, urgent=urgent).ground for amount in (small, large)]
    assert order.index(grounds[0]) <= order.index(grounds[1])
