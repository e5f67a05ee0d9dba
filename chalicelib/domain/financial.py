"""The financial table of a works file, to the cent (S-06, S-07, S-16, S-17, D-16, D-17).

For each package, for the documents of the whole file and in total: the contract (« marché »), its validated variations
(« avenants »), what may be billed by the progress of the works, the invoices received, the invoices still to come.
Invoices to come = billable - received, never clamped: below zero, too much was invoiced. Every figure of every
screen that is about money of the file comes from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.apportion import apportioned
from chalicelib.domain.financial_line import AGREED, INVOICES, FinancialLine
from chalicelib.domain.progress import WHOLE_BP
from chalicelib.domain.work_package import WorkPackage

WHOLE_FILE = ""  # stands for the id of a package where documents concern the whole file
EVERYWHERE = "*"
Remark = Literal["", "over", "above", "unmeasured"]


@dataclass(frozen=True, slots=True)
class FinancialRow:
    """One package, the whole file (`package` is None) or the total. `typed`: the contract amount was typed, else it
    is the sum of the approved quotes. Without a known progress nothing may be billed yet. `missing` counts the
    invoices without an amount, `missing_net` those without an amount before tax."""

    package: WorkPackage | None
    contract_cents: int = 0
    typed: bool = False
    variations_cents: int = 0
    progress_bp: int | None = None
    billable_cents: int = 0
    received_cents: int = 0
    received_net_cents: int = 0
    quotes: int = 0
    variations: int = 0
    statements: int = 0
    invoices: int = 0
    credit_notes: int = 0
    missing: int = 0
    missing_net: int = 0

    @property
    def agreed_cents(self) -> int:
        return self.contract_cents + self.variations_cents

    @property
    def to_come_cents(self) -> int:
        return self.billable_cents - self.received_cents

    @property
    def over_invoiced(self) -> bool:
        """More was invoiced than the works allow; where nobody said how far they are, nobody can tell."""
        return self.progress_bp is not None and self.to_come_cents < 0

    @property
    def unmeasured(self) -> bool:
        """Invoices came, and nobody has said how far the works are."""
        return self.progress_bp is None and self.invoices > 0

    @property
    def above_contract(self) -> bool:
        """More was invoiced than was ever agreed, however far the works are; without a contract nobody can tell."""
        return 0 < self.agreed_cents < self.received_cents

    @property
    def empty(self) -> bool:
        return not (self.agreed_cents or self.quotes or self.variations or self.invoices)


@dataclass(frozen=True, slots=True)
class FinancialTable:
    """The rows in the order of the packages, that of the whole file last, and their sum."""

    rows: tuple[FinancialRow, ...]
    total: FinancialRow

    @property
    def unmeasured(self) -> bool:
        return any(row.unmeasured for row in self.rows)

    def remark(self, row: FinancialRow) -> Remark:
        """What is to be said beside one row or the total, the same on every screen and in every file."""
        if row.unmeasured or (row is self.total and self.unmeasured):
            return "above" if row.above_contract else "unmeasured"
        return "over" if row.over_invoiced else ""

    def row(self, package_id: str = WHOLE_FILE) -> FinancialRow:
        return next((r for r in self.rows if (r.package.id if r.package else WHOLE_FILE) == package_id), self.total)


def financial_table(packages: Sequence[WorkPackage], lines: Iterable[FinancialLine]) -> FinancialTable:
    """The table of a file. A package that is no longer one counts with the whole file, so that no cent is lost."""
    alone = packages[0] if len(packages) == 1 else None
    packages = () if alone else packages  # one package is the file itself (D-1)
    sums, known = _Sums(), {p.id for p in packages}
    statements: list[FinancialLine] = []
    for line in lines:
        if line.kind == "progress_statement":
            if line.status != "refused":
                statements.append(line)
        else:
            sums.take(line, known)
    statements.sort(key=lambda s: (s.dated, s.document_id))
    progress = _progress(statements, known)
    for statement in statements:
        sums.count(statement, known, "statements")
    rows = [_row(package, package.id, sums, progress) for package in packages]
    whole = replace(_row(alone, WHOLE_FILE, sums, progress), package=None)
    if not packages or not whole.empty:
        rows.append(whole)
    return FinancialTable(tuple(rows), _total(rows, sums))


def billable(agreed_cents: int, progress_bp: int) -> int:
    """The part of an amount that a percentage makes billable, half a cent rounded up."""
    cents = (abs(agreed_cents) * progress_bp * 2 + WHOLE_BP) // (2 * WHOLE_BP)
    return cents if agreed_cents >= 0 else -cents


class _Sums:
    """Cents and numbers of documents by place and column, while the documents are gone through."""

    def __init__(self) -> None:
        self.cents: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.counts: defaultdict[tuple[str, str], int] = defaultdict(int)

    def take(self, line: FinancialLine, known: set[str]) -> None:
        if line.kind in INVOICES:
            if line.status != "refused":
                self._put(line, known, "invoices")
        elif line.status in AGREED:
            self._put(line, known, "quotes" if line.kind == "quote" else "variations")

    def _put(self, line: FinancialLine, known: set[str], column: str) -> None:
        places = _places(line, known)
        for place, gross, net in zip(places, _shared(line, line.gross_cents), _shared(line, line.net_cents),
                                     strict=True):
            self.cents[place, column] += gross
            self.cents[place, f"{column}_net"] += net
        self.count(line, known, column)

    def count(self, line: FinancialLine, known: set[str], column: str) -> None:
        """A document on several packages is one in each of them, and one in all."""
        for place in (*dict.fromkeys(_places(line, known)), EVERYWHERE):
            self.counts[place, column] += 1
            self.counts[place, line.kind] += 1
            self.counts[place, f"{column}_missing"] += line.gross_cents is None
            self.counts[place, f"{column}_missing_net"] += line.net_cents is None


def _places(line: FinancialLine, known: set[str]) -> tuple[str, ...]:
    return tuple(name if name in known else WHOLE_FILE for name in line.packages) or (WHOLE_FILE,)


def _shared(line: FinancialLine, cents: int | None) -> tuple[int, ...]:
    """An amount over the packages of its document: as typed, else in equal parts. Parts that no longer add up
    to the amount still say in which proportion it is shared."""
    places = len(line.packages) or 1
    if cents is None or places == 1:
        return (cents or 0,) + (0,) * (places - 1)
    weights = line.parts if len(line.parts) == places else (0,) * places
    return apportioned(cents, [abs(w) for w in weights])


def _progress(statements: Sequence[FinancialLine], known: set[str]) -> dict[str, int]:
    """The last word on each place, statements being in their order. What is said of a package itself goes before
    what is said of the whole file."""
    general: int | None = None
    own: dict[str, int] = {}
    for statement in statements:
        everything = statement.progress.get(WHOLE_FILE)
        if not statement.packages and everything is not None:
            general = everything
        elif everything is not None:
            own |= dict.fromkeys(_places(statement, known), everything)
        own |= {name: points for name, points in statement.progress.items() if name in known}
    if general is None:
        return own
    return dict.fromkeys((*known, WHOLE_FILE), general) | own


def _row(package: WorkPackage | None, name: str, sums: _Sums, progress: dict[str, int]) -> FinancialRow:
    typed = package.contract_cents if package else None
    contract = sums.cents[name, "quotes"] if typed is None else typed
    variations, points = sums.cents[name, "variations"], progress.get(name)
    return FinancialRow(
        package, contract, typed is not None, variations, points,
        0 if points is None else billable(contract + variations, points),
        sums.cents[name, "invoices"], sums.cents[name, "invoices_net"], *_numbers(sums, name))


def _numbers(sums: _Sums, place: str) -> tuple[int, ...]:
    columns = ("quotes", "variations", "statements", "invoices", "credit_note", "invoices_missing",
               "invoices_missing_net")
    return tuple(sums.counts[place, column] for column in columns)


def _total(rows: Sequence[FinancialRow], sums: _Sums) -> FinancialRow:
    """Each amount is the sum of the rows; its progress what they make billable together."""
    def added(name: str) -> int:
        return sum(getattr(row, name) for row in rows)
    agreed, can_bill = added("contract_cents") + added("variations_cents"), added("billable_cents")
    points = max((row.progress_bp for row in rows if row.progress_bp is not None), default=None)
    if points is not None and len(rows) > 1 and agreed > 0:
        points = (WHOLE_BP * can_bill + agreed // 2) // agreed
    return FinancialRow(
        None, added("contract_cents"), False, added("variations_cents"), points, can_bill,
        added("received_cents"), added("received_net_cents"), *_numbers(sums, EVERYWHERE))
