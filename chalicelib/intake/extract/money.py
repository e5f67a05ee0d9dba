"""The amounts of a document as figures: total before tax, tax, total, and what is left to pay.

A figure is taken when its label and the closure agree, proposed otherwise. The net to pay is believed
when it is the total, or the total less the deposits and retentions printed beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from chalicelib.intake.extract.amounts import amounts_in, plain
from chalicelib.intake.extract.candidates import Candidate, candidates_of
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.totals import Totals, choose_totals
from chalicelib.intake.extract.vat_rows import fits_mix, vat_rows
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import DocumentKind, Figure

Figures = dict[str, Figure]
_EXEMPT: Final = re.compile(
    r"tva\s+non\s+applicable|non\s+(?:assujetti|soumis)\w*\s+a\s+la\s+tva|art(?:icle)?\.?\s*293\s*-?\s*b"
    r"|exonere\w*\s+de\s+(?:la\s+)?tva|auto-?\s?liquidation"
    r"|franchise\s+(?:en\s+base\s+)?de\s+tva|vat\s+exempt"
)
_CURRENCIES: Final = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "$": "USD",
    "usd": "USD",
    "chf": "CHF",
}


def money_of(lines: Sequence[Line], kind: DocumentKind) -> tuple[Figures, list[str]]:
    """Amounts and currency read on the lines of a document, with the warnings they deserve."""
    found = candidates_of(lines)
    exempt = next((line.where() for line in lines if _EXEMPT.search(folded(plain(line.text)))), "")
    totals = choose_totals(found, vat_rows(lines), exempt, kind == "quote")
    figures = _totals_figures(totals)
    warnings = _doubts(totals)
    if totals.gross is not None and "gross_cents" in figures:
        payable, doubts = _payable(found, _printed(lines), totals.gross, figures["gross_cents"], kind)
        figures |= payable
        warnings += doubts
    if figures:
        currency = _currency(lines)
        figures["currency"] = currency
        warnings += [] if currency.value == "EUR" else ["currency_not_eur"]
    return figures, warnings


def _totals_figures(totals: Totals) -> Figures:
    parts = {"net_cents": totals.net, "vat_cents": totals.vat, "gross_cents": totals.gross}
    figures = {
        name: Figure(part.cents, _confidence(totals, part), part.where)
        for name, part in parts.items()
        if part is not None and part.strength >= 0.3
    }
    return figures | _derived(totals, figures)


def _confidence(totals: Totals, part: Candidate) -> float:
    if totals.closed:
        if totals.gap:
            return 0.9 if part.strength >= 0.7 else 0.8
        return 0.95 if part.strength >= 0.7 else 0.85
    if totals.fits:
        return 0.88 if part.strength >= 0.7 else 0.75
    return 0.7 if part.strength >= 1.0 and totals.gap is None else 0.6


def _derived(totals: Totals, figures: Figures) -> Figures:
    """The missing one of three, when the two others leave it between them."""
    net, vat, gross = (figures.get(name) for name in ("net_cents", "vat_cents", "gross_cents"))
    if net and gross and not vat:
        value = _cents(gross) - _cents(net)
        sure = 0.8 if totals.fits else 0.6
        return {"vat_cents": Figure(value, sure, "TTC - HT")} if fits_mix(_cents(net), value) else {}
    if net and vat and not gross and fits_mix(_cents(net), _cents(vat)):
        return {"gross_cents": Figure(_cents(net) + _cents(vat), 0.75, "HT + TVA")}
    if gross and vat and not net and fits_mix(_cents(gross) - _cents(vat), _cents(vat)):
        return {"net_cents": Figure(_cents(gross) - _cents(vat), 0.75, "TTC - TVA")}
    return {}


def _cents(figure: Figure) -> int:
    return figure.value if isinstance(figure.value, int) else 0


def _doubts(totals: Totals) -> list[str]:
    if totals.gap is None:
        return []
    doubts = [] if totals.gap == 0 else ["rounding_gap"] if totals.closed else ["totals_do_not_close"]
    net, vat = totals.net, totals.vat
    if totals.closed and net and vat and vat.cents and not fits_mix(net.cents, vat.cents):
        doubts.append("vat_rate_unusual")
    return doubts


def _payable(
    found: Sequence[Candidate], anywhere: set[int], gross: Candidate, figure: Figure, kind: DocumentKind
) -> tuple[Figures, list[str]]:
    less = _deductions(found, gross)
    printed = [each for each in found if each.role == "payable" and each.strength >= 0.5]
    for known, sure in ((_sums(less), figure.confidence), (anywhere, min(figure.confidence, 0.88))):
        explained = [each for each in printed if abs(gross.cents) - abs(each.cents) in known]
        if explained:
            best = max(explained, key=lambda each: (each.strength >= 0.7, each.order))
            return {"payable_cents": Figure(best.cents, sure, best.where)}, []
    if printed:
        best = max(printed, key=lambda each: (each.strength, each.order))
        return {"payable_cents": Figure(best.cents, 0.6, best.where)}, ["payable_unexplained"]
    if kind == "quote":
        return {}, []
    if less:
        left = abs(gross.cents) - sum({abs(each.cents) for each in less})
        left = -left if gross.cents < 0 else left
        return {"payable_cents": Figure(left, 0.7, f"TTC - {less[-1].where}")}, []
    return {"payable_cents": Figure(gross.cents, min(figure.confidence, 0.85), figure.where)}, []


def _deductions(found: Sequence[Candidate], gross: Candidate) -> list[Candidate]:
    """Deposits and retentions printed after the total, and smaller than it."""
    return [
        each
        for each in found
        if each.role in ("paid", "retained")
        and each.order >= gross.order
        and 0 < abs(each.cents) < abs(gross.cents)
        and (each.strength >= 0.9 or each.order > gross.order)
    ][:8]


def _sums(less: Sequence[Candidate]) -> set[int]:
    values = sorted({abs(each.cents) for each in less})
    return {sum(some) for size in range(len(values) + 1) for some in combinations(values, size)}


def _printed(lines: Sequence[Line]) -> set[int]:
    """Every amount of the document: a deduction may stand in a table of payments without a label."""
    amounts = (amount for line in lines for cell in line.cells for amount in amounts_in(cell.text))
    return {abs(amount.cents) for amount in amounts if amount.sure}


def _currency(lines: Sequence[Line]) -> Figure:
    for line in lines:
        flat = folded(plain(line.text))
        for mark, code in _CURRENCIES.items():
            if re.search(rf"\b{mark}(?:s|\b)" if mark.isalpha() else re.escape(mark), flat):
                return Figure(code, 0.9, line.where())
    return Figure("EUR", 0.8, "no currency on the page")
