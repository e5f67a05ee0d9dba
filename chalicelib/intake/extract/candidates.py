"""Every amount of a page gets the label that claims it: left of it, above it, or just after it.

The nearest label to the left wins, unless words stand between. Without one, the head of the column
claims the amount, and the more rows lie between the less it is believed: the first row under « Total HT »
may be a line of the quote and not its total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chalicelib.intake.extract.amounts import Amount, amounts_in, plain
from chalicelib.intake.extract.dates import days_in
from chalicelib.intake.extract.labels import Label, Role, labels_in
from chalicelib.intake.extract.lines import Cell, Line
from chalicelib.intake.extract.words import folded

MAX_ROWS_UNDER_HEAD: Final = 40
_SUFFIX_SPAN: Final = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One amount with the role its label gives it. `order` grows down the document."""

    role: Role
    cents: int
    strength: float
    where: str
    order: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with what was recognised in each of its cells."""

    line: Line
    labels: tuple[tuple[Label, ...], ...]
    amounts: tuple[tuple[Amount, ...], ...]


def candidates_of(lines: Sequence[Line]) -> list[Candidate]:
    """All labelled amounts of a document, from its first line to its last."""
    rows = [_row(line) for line in lines]
    found: list[Candidate] = []
    for order, row in enumerate(rows):
        beside = list(_beside(row, order))
        claimed = {cents for cents, _ in beside}
        found += [candidate for _, candidate in beside]
        found += _under_heads(rows, order, claimed)
    return found


def _row(line: Line) -> _Row:
    texts = [plain(cell.text) for cell in line.cells]
    return _Row(
        line, tuple(tuple(labels_in(text)) for text in texts), tuple(_money_in(text) for text in texts)
    )


def _money_in(text: str) -> tuple[Amount, ...]:
    """Amounts that are no part of a date or of a long number with spaces."""
    days = days_in(text)
    return tuple(
        amount
        for amount in amounts_in(text)
        if not any(day.start < amount.end and amount.start < day.end for day in days)
    )


def _beside(row: _Row, order: int) -> Iterator[tuple[tuple[int, int], Candidate]]:
    """Amounts claimed from their left on the same line, or by the « TTC » that follows them."""
    holder: Label | None = None
    for index, cell in enumerate(row.line.cells):
        spent: list[Label] = []
        for amount in row.amounts[index]:
            before = [
                label for label in row.labels[index] if label.end <= amount.start and label not in spent
            ]
            holder = before[-1] if before else None if spent else holder
            after = _suffix(amount, row.labels[index], cell.text)
            if after is not None:
                spent.append(after)
            claim = _claim(holder, after)
            if claim is not None and (amount.sure or claim.strength >= 0.7):
                yield (index, amount.start), _candidate(row.line, claim, amount, order)
        holder = _held_after(holder, row.labels[index], row.amounts[index], cell.text)


def _claim(before: Label | None, after: Label | None) -> Label | None:
    """The label in front, unless it only says « total » and the one behind says of what."""
    if before is None or (before.role == "total" and after is not None):
        return after and replace(after, strength=0.7 if before else 0.6)
    return before


def _held_after(
    holder: Label | None, labels: Sequence[Label], amounts: Sequence[Amount], text: str
) -> Label | None:
    """The label still open at the end of a cell: words without a label close it."""
    if labels and (not amounts or labels[-1].end > amounts[-1].start):
        return labels[-1] if labels[-1].start == 0 or not amounts else None
    if amounts or _is_filler(text):
        return holder
    return None


def _is_filler(text: str) -> bool:
    words = folded(text).replace("eur", "").replace("ttc", "")
    return sum(character.isalpha() for character in words) <= 3


def _suffix(amount: Amount, labels: Sequence[Label], text: str) -> Label | None:
    for label in labels:
        if 0 <= label.start - amount.end <= _SUFFIX_SPAN and label.role in ("net", "gross", "vat"):
            between = folded(text[amount.end : label.start])
            if not between.replace("de", "").replace("€", "").strip(" ()"):
                return label
    return None


def _under_heads(rows: Sequence[_Row], order: int, claimed: set[tuple[int, int]]) -> Iterator[Candidate]:
    """Amounts claimed by the head of their column."""
    row = rows[order]
    for index, cell in enumerate(row.line.cells):
        for amount in row.amounts[index]:
            if len(row.amounts[index]) > 1 or not _fills(amount, cell):
                continue
            head = _head_above(rows, order, cell)
            if head is None:
                continue
            label, far = head
            strength = label.strength * _trust(row, index, far)
            if (index, amount.start) in claimed:
                strength *= 0.6
            if amount.sure or strength >= 0.7:
                yield _candidate(row.line, replace(label, strength=strength), amount, order)


def _fills(amount: Amount, cell: Cell) -> bool:
    return amount.end - amount.start >= len(cell.text.strip()) - 2


def _head_above(rows: Sequence[_Row], order: int, cell: Cell) -> tuple[Label, int] | None:
    """The label of the first worded cell above, and how many rows of figures lie between."""
    page = rows[order].line.page
    passed = 0
    for row in reversed(rows[max(0, order - MAX_ROWS_UNDER_HEAD) : order]):
        if row.line.page != page:
            return None
        for index, above in enumerate(row.line.cells):
            if not above.overlaps(cell):
                continue
            if row.labels[index] and not row.amounts[index]:
                return _nearest(row.labels[index], above, cell), passed
            if not row.amounts[index] and not _is_filler(above.text):
                return None
            passed += 1
    return None


def _nearest(labels: Sequence[Label], head: Cell, cell: Cell) -> Label:
    """Of several heads printed close together, the one that stands over the amount."""
    wide = (head.x1 - head.x0) / max(len(head.text), 1)
    middle = (cell.x0 + cell.x1) / 2

    def apart(label: Label) -> float:
        left, right = head.x0 + label.start * wide, head.x0 + label.end * wide
        return max(left - middle, middle - right, 0.0)

    return min(labels, key=lambda label: (apart(label), -label.start))


def _trust(row: _Row, index: int, far: int) -> float:
    """How much a column head is believed: less when the row opens with words of its own."""
    first = row.line.cells[0].text
    worded = index > 0 and not _is_filler(first)
    totals = folded(first).startswith("tota")
    if far == 0 and not worded:
        return 0.95
    if totals:
        return 0.9
    return 0.3 if worded else 0.5


def _candidate(line: Line, label: Label, amount: Amount, order: int) -> Candidate:
    return Candidate(label.role, amount.cents, label.strength, line.where(), order)
