"""A row « rate, base, tax » proves itself: the tax is the base times the rate, to the cent.

Several rates make several rows, whose sums are the HT and the TVA of the document. Only the rates the
law knows count; a deposit of 30 % is no tax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.intake.extract.amounts import Amount, amounts_in, plain
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.words import folded

LEGAL_RATES: Final = (210, 550, 850, 1000, 2000)
_RATE = re.compile(r"(?<![\d.,])(\d{1,2})(?:[.,](\d{1,2}))?\s?%")
_TAX_WORD = re.compile(r"\b(?:t\.?v\.?a\b|vat\b|tax)")


@dataclass(frozen=True, slots=True)
class VatRow:
    """One taxed row; `base` is None when only the tax is printed beside the rate."""

    rate: int
    base: int | None
    tax: int
    worded: bool
    where: str


def vat_rows(lines: Sequence[Line]) -> list[VatRow]:
    """Taxed rows of a document, each printed row once."""
    found: dict[tuple[int, int | None, int, bool], VatRow] = {}
    for line in lines:
        for row in _rows_of(line):
            found.setdefault((row.rate, row.base, row.tax, row.worded), row)
    return list(found.values())


def tax_on(base: int, rate: int) -> int:
    """Tax in cents of a base, at a rate in basis points, rounded half up."""
    sign = -1 if base < 0 else 1
    return sign * ((abs(base) * rate + 5_000) // 10_000)


def fits_rate(net: int, tax: int, slack: int = 2) -> bool:
    """Whether the tax is that of one legal rate."""
    return any(abs(tax_on(net, rate) - tax) <= slack for rate in LEGAL_RATES)


def fits_mix(net: int, tax: int) -> bool:
    """Whether the tax lies between those of the lowest and the highest legal rates."""
    low, high = sorted((tax_on(net, LEGAL_RATES[0]), tax_on(net, LEGAL_RATES[-1])))
    return low - 2 <= tax <= high + 2


def _rows_of(line: Line) -> Iterator[VatRow]:
    text = plain(line.text)
    rates = [rate for rate in _rates(text) if rate in LEGAL_RATES]
    amounts = [amount for amount in amounts_in(text) if amount.sure]
    if len(rates) != 1 or not amounts:
        return
    worded = bool(_TAX_WORD.search(folded(text)))
    proved = _proved(amounts, rates[0])
    if proved is not None:
        yield VatRow(rates[0], proved[0], proved[1], worded, line.where())
    elif worded and len(amounts) == 1:
        yield VatRow(rates[0], None, amounts[0].cents, worded, line.where())


def _proved(amounts: Sequence[Amount], rate: int) -> tuple[int, int] | None:
    values = [amount.cents for amount in amounts[-5:]]
    for at, tax in enumerate(values):
        for other, base in enumerate(values):
            if at != other and tax and abs(tax_on(base, rate) - tax) <= 1:
                return base, tax
    return None


def _rates(text: str) -> list[int]:
    return [int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) for match in _RATE.finditer(text)]
