"""Numbers and signs as each language writes them (U-138)."""

from __future__ import annotations

import pytest

from chalicelib.rendering.catalog import catalog
from chalicelib.rendering.formats import euros


@pytest.mark.parametrize(("language", "count", "said"), [
    ("fr", 0, "0 document"), ("fr", 1, "1 document"), ("fr", 2, "2 documents"),
    ("en", 0, "0 documents"), ("en", 1, "1 document"), ("en", 2, "2 documents")])
def test_nothing_is_singular_in_french_and_plural_in_english(language: str, count: int, said: str) -> None:
    assert catalog(language).ngettext("%(num)d document", "%(num)d documents", count) % {"num": count} == said


def test_an_amount_below_zero_has_a_minus_sign() -> None:
    assert euros(-8_399, "fr") == "−83,99\xa0€"
    assert euros(-8_399, "en") == "−€83.99"
