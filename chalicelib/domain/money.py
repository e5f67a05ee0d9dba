"""Amounts as French people type them, to integer cents and back. Never through a float (U-125, D-5).

What could mean two amounts is refused: after a mark, three digits may be thousands or a slip.
"""

from __future__ import annotations

import re
from typing import Final

DIGITS_AT_MOST: Final = 12  # before the mark: beyond any work a landlord pays
_SPACES = str.maketrans("", "", " \u00a0\u202f\t€")
_AMOUNT = re.compile(rf"([-\u2212]?)([0-9]{{1,{DIGITS_AT_MOST}}})(?:[.,]([0-9]{{1,2}}))?")


class NotAnAmount(ValueError):
    """The text is no amount, or could be two."""


def parse_amount(text: str) -> int:
    """« 1 284,50 € », 1284.50 and 1284,5 are 128450 cents. Raises NotAnAmount."""
    found = _AMOUNT.fullmatch(text.translate(_SPACES))
    if found is None:
        raise NotAnAmount(text)
    sign, units, cents = found.groups()
    amount = int(units) * 100 + int((cents or "0").ljust(2, "0"))
    return -amount if sign else amount


def typed_amount(cents: int) -> str:
    """The amount as a field shows it: « 1 284,50 », thousands apart, always two decimals."""
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", "\u202f")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02}"
