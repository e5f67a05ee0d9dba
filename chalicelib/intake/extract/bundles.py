"""One file may hold two documents: a quote and its invoice, or two quotes scanned in one go.

Nothing is taken from such a file by itself: totals of one would be read with the number of the other.
A page that repeats the heading of the first is the same document going on.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.intake.document_kind import kind_from_page
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.numbers import number_of
from chalicelib.intake.reading import Figure

_PRICED = ("quote", "invoice", "credit_note")
_HEADING_LINES = 25
_LABELLED = 0.91


def holds_several(lines: Sequence[Line]) -> bool:
    """Whether two pages are headed by different numbers."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    headings = [_heading(page[:_HEADING_LINES]) for page in pages.values()] if len(pages) > 1 else []
    return len({heading for heading in headings if heading}) > 1


def _heading(lines: Sequence[Line]) -> tuple[str, str] | None:
    cells = [(cell.text, cell.size) for line in lines for cell in line.cells]
    evidence = kind_from_page(cells)
    if evidence.kind not in _PRICED or evidence.confidence < 0.85:
        return None
    number = number_of(lines, evidence.kind)
    return (evidence.kind, str(number.value)) if number and number.confidence >= _LABELLED else None


def all_proposed(figures: dict[str, Figure]) -> dict[str, Figure]:
    """The same figures, none of them sure enough to be taken."""
    return {name: Figure(each.value, min(each.confidence, 0.6), each.where) for name, each in figures.items()}
