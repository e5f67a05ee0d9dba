"""HT + TVA = TTC decides: of all the labelled amounts, the three that close are the totals.

Labels propose, closure chooses, a legal rate confirms. Three figures that close under their own labels
are sure; two that leave a legal rate between them are nearly so; a label alone is only a proposal.
Amounts keep the sign they are printed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from chalicelib.intake.extract.candidates import Candidate
from chalicelib.intake.extract.labels import Role
from chalicelib.intake.extract.vat_rows import VatRow, fits_mix, fits_rate

MOST_OPTIONS: Final = 14
_ROLES: Final[dict[str, dict[Role, float]]] = {
    "net": {"net": 1.0, "total": 0.6},
    "vat": {"vat": 1.0},
    "gross": {"gross": 1.0, "total": 1.0, "payable": 0.7},
}


@dataclass(frozen=True, slots=True)
class Totals:
    """The chosen amounts, how far apart they are from closing, and how they were found."""

    net: Candidate | None
    vat: Candidate | None
    gross: Candidate | None
    gap: int | None
    score: float
    slack: int = 2

    @property
    def closed(self) -> bool:
        return self.gap is not None and self.gap <= self.slack

    @property
    def fits(self) -> bool:
        """Two of the three, and what lies between them is the tax of a legal rate."""
        if self.net is None or self.gross is None or self.vat is not None:
            return False
        return fits_rate(self.net.cents, self.gross.cents - self.net.cents)


def choose_totals(found: Sequence[Candidate], taxed: Sequence[VatRow], exempt: str, is_quote: bool) -> Totals:
    """The best three amounts of a document; any of them may be missing."""
    slack = min(6, max(2, len(taxed)))
    gross = _options(found, "gross", is_quote)
    net = _options(found, "net", is_quote) + _bases(taxed)
    vat = _options(found, "vat", is_quote) + _taxes(taxed)
    vat += _added_up(vat, {each.cents - other.cents for each in gross for other in net})
    if exempt:
        vat.append(Candidate("vat", 0, 0.9, exempt, 0))
        net += [_as_net(each) for each in gross]
    picks: Iterable[tuple[Candidate | None, Candidate | None, Candidate | None]]
    picks = product([None, *net], [None, *vat], [None, *gross])
    return max((_weigh(*pick, slack, bool(exempt)) for pick in picks), key=lambda each: each.score)


def _options(found: Sequence[Candidate], role: str, is_quote: bool) -> list[Candidate]:
    """The strongest candidates of a role, one per amount; the later of two equals is kept."""
    weights = _ROLES[role]
    last = max((each.order for each in found), default=0) + 1
    best: dict[int, Candidate] = {}
    for each in found:
        weight = weights.get(each.role, 0.0)
        if each.role == "contract" and role == "gross" and is_quote:
            weight = 1.0
        strength = each.strength * weight + 0.04 * each.order / last
        known = best.get(each.cents)
        if weight and (known is None or strength > known.strength):
            best[each.cents] = Candidate(each.role, each.cents, strength, each.where, each.order)
    return sorted(best.values(), key=lambda each: -each.strength)[:MOST_OPTIONS]


def _bases(taxed: Sequence[VatRow]) -> list[Candidate]:
    return _sums([row for row in taxed if row.base is not None], "net", 0.5)


def _taxes(taxed: Sequence[VatRow]) -> list[Candidate]:
    worded = [row for row in taxed if row.worded]
    proved = [row for row in taxed if row.base is not None]
    return [*_sums(worded, "vat", 0.9), *_sums(proved, "vat", 0.6)]


def _sums(rows: Sequence[VatRow], role: Role, strength: float) -> list[Candidate]:
    distinct = {(row.rate, row.tax): row for row in rows}
    if not distinct:
        return []
    values = [(row.base or 0) if role == "net" else row.tax for row in distinct.values()]
    where = " + ".join(row.where for row in distinct.values())
    return [Candidate(role, sum(values), strength, where[:300], 0)]


def _added_up(vat: Sequence[Candidate], wanted: set[int]) -> list[Candidate]:
    """Taxes printed apart, one per rate, when two or three of them make the difference."""
    parts = [each for each in vat if each.strength >= 0.55 and each.cents][:6]
    known = {each.cents for each in vat}
    groups = (group for size in (2, 3) for group in combinations(parts, size))
    return [
        Candidate(
            "vat", total, min(each.strength for each in group), " + ".join(each.where for each in group), 0
        )
        for group in groups
        if (total := sum(each.cents for each in group)) in wanted - known
    ]


def _as_net(gross: Candidate) -> Candidate:
    return Candidate("net", gross.cents, max(0.3, gross.strength * 0.5), gross.where, gross.order)


def _weigh(
    net: Candidate | None, vat: Candidate | None, gross: Candidate | None, slack: int, exempt: bool
) -> Totals:
    score = sum(each.strength for each in (net, vat, gross) if each is not None)
    gap = None
    if net and vat and gross:
        gap = abs(net.cents + vat.cents - gross.cents)
        score += _closure(net.cents, vat.cents, gross.cents, gap, slack, exempt)
    elif net and gross:
        score += _between(net.cents, gross.cents - net.cents)
    elif vat and gross:
        score += 0.4 if fits_mix(gross.cents - vat.cents, vat.cents) else -0.4
    elif net and vat:
        score += 0.4 if fits_mix(net.cents, vat.cents) else -0.4
    return Totals(net, vat, gross, gap, score, slack)


def _closure(net: int, vat: int, gross: int, gap: int, slack: int, exempt: bool) -> float:
    if abs(vat) > abs(gross) or gap > slack:
        return -0.6
    legal = 0.5 if fits_rate(net, vat) else 0.25 if fits_mix(net, vat) else -0.5
    if vat == 0:
        legal = 0.3 if exempt else -0.3
    return (2.0 if gap == 0 else 1.6) + legal


def _between(net: int, tax: int) -> float:
    if tax == 0:
        return -0.5
    return 0.8 if fits_rate(net, tax) else 0.2 if fits_mix(net, tax) else -0.6
