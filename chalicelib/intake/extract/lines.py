"""A page as a reader sees it: lines from top to bottom, each cut into cells where the gap is wide.

The order in which a PDF stores its characters says nothing; only their places do. A gap wider than a
word space ends a cell, so a label and the amount of the next column never melt into one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WORD_GAP: Final = 0.16
CELL_GAP: Final = 0.75
MAX_LINE_TEXT: Final = 600


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: left, right, baseline measured from the top of the page, and font size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of words that belong together."""

    text: str
    x0: float
    x1: float
    size: float

    def overlaps(self, other: Cell) -> bool:
        """Whether the two share a column: their widths meet, give or take a character."""
        slack = max(self.size, other.size) / 2
        return self.x0 - slack < other.x1 and other.x0 - slack < self.x1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; `page` counts from one."""

    page: int
    y: float
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return "  ".join(cell.text for cell in self.cells)

    @property
    def size(self) -> float:
        return max((cell.size for cell in self.cells), default=0.0)

    def where(self) -> str:
        """The place told to a person."""
        return f"page {self.page}: « {' '.join(self.text.split())[:120]} »"


def lines_of(page: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """Rebuild the lines of one page from its characters."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.y, each.x0)):
        if rows and abs(glyph.y - rows[-1][0].y) <= 0.35 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    built = (Line(page, row[0].y, _cells(sorted(row, key=lambda each: each.x0))) for row in rows)
    return [line for line in built if line.cells]


def _cells(row: Sequence[Glyph]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    word: list[Glyph] = []
    text = ""
    spaced = False
    for glyph in row:
        if glyph.text.isspace():
            spaced = True
            continue
        gap = (glyph.x0 - word[-1].x1) / glyph.size if word else 0.0
        if word and _struck_twice(word[-1], glyph):
            continue
        if word and gap > CELL_GAP:
            cells.append(_cell(text, word))
            word, text = [], ""
        text += (" " if word and (spaced or gap > WORD_GAP) else "") + glyph.text
        word.append(glyph)
        spaced = False
    if word:
        cells.append(_cell(text, word))
    return tuple(cells)


def _struck_twice(before: Glyph, glyph: Glyph) -> bool:
    """Bold imitated by printing a character twice, a hair apart."""
    return glyph.text == before.text and glyph.x0 - before.x0 < 0.12 * glyph.size


def _cell(text: str, glyphs: Sequence[Glyph]) -> Cell:
    size = max(glyph.size for glyph in glyphs)
    return Cell(text[:MAX_LINE_TEXT], glyphs[0].x0, glyphs[-1].x1, size)
