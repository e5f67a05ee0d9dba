"""The page must say what the embedded XML says: what a person sees is what the firm asks for.

The number and the total must be printed, the account and the net to pay must not be others. When they
are, the XML's figures stay but none is taken: somebody must look at both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.intake.extract.amounts import amounts_in, plain
from chalicelib.intake.extract.bundles import all_proposed
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.parties import ibans_in
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import Figure


def compare(
    figures: dict[str, Figure], page: dict[str, Figure], lines: Sequence[Line]
) -> tuple[dict[str, Figure], list[str]]:
    """The XML's figures after a look at the page, and the fields that are not the same there."""
    asked = ("number", "gross_cents", "payable_cents" if "payable_cents" in page else "number")
    missing = [name for name in dict.fromkeys(asked) if _is_missing(figures, name, lines)]
    printed = {value for value, _, _ in ibans_in(lines)}
    if "iban" in figures and printed and figures["iban"].value not in printed:
        missing.append("iban")
    if not missing:
        return figures, []
    return all_proposed(figures), missing


def _is_missing(figures: dict[str, Figure], name: str, lines: Sequence[Line]) -> bool:
    figure = figures.get(name)
    if figure is None:
        return False
    if isinstance(figure.value, int):
        return figure.value != 0 and abs(figure.value) not in _printed_amounts(lines)
    return _squeezed(str(figure.value)) not in _squeezed("".join(line.text for line in lines))


def _printed_amounts(lines: Sequence[Line]) -> set[int]:
    return {abs(amount.cents) for line in lines for cell in line.cells for amount in amounts_in(cell.text)}


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", folded(plain(text)))
