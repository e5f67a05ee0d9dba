"""A4 pages for the papers that the application writes: text that wraps, headings, pairs, tables, page numbers.

The same content always gives the same bytes: no clock, no random id. A character that the typeface does not have is
shown without its accent, or as its Unicode code between brackets: never as an empty box (a name must stay readable).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "Vera", "VeraBd"
LEFT, RIGHT, TOP, BOTTOM = 54.0, A4[0] - 54.0, A4[1] - 60.0, 66.0
INK, SOFT, RULE = HexColor("#1c2430"), HexColor("#5b6675"), HexColor("#c9d0d9")
_SPACES = dict.fromkeys((0x202F, 0x2009, 0x2007), "\u00a0") | {0x2011: "-"}  # narrow ones are not in the typeface


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on every page: who writes, what this is, about which file."""

    sender: str
    title: str
    subject: str
    footer: str
    page: str  # « page %(n)s »


class Paper:
    """Pages filled from the top; `y` is where the next line goes."""

    def __init__(self, heading: Heading) -> None:
        _fonts()
        self._held = io.BytesIO()
        self._canvas = Canvas(self._held, pagesize=A4, invariant=True, pageCompression=1)
        self._heading, self._number = heading, 1
        self._canvas.setTitle(heading.title)
        self._canvas.setAuthor(heading.sender)
        self.y = TOP
        self._top()

    def done(self) -> bytes:
        self._foot()
        self._canvas.showPage()
        self._canvas.save()
        return self._held.getvalue()

    def title(self, text: str) -> None:
        self._text(text, 17, BOLD, INK, 22)
        self.y -= 4

    def section(self, text: str) -> None:
        """A heading never stands alone at the foot of a page."""
        self.room(60)
        self.y -= 12
        self._text(text, 11.5, BOLD, INK, 16)
        self._canvas.setStrokeColor(RULE)
        self._canvas.line(LEFT, self.y + 9, RIGHT, self.y + 9)
        self.y -= 4

    def text(self, text: str, *, soft: bool = False, bold: bool = False, size: float = 9.5) -> None:
        for paragraph in text.splitlines() or [""]:
            self._text(paragraph, size, BOLD if bold else PLAIN, SOFT if soft else INK, size * 1.42)

    def pairs(self, rows: Iterable[tuple[str, str]], width: float = 140) -> None:
        """Names on the left, values on the right; a value may take several lines."""
        for name, value in rows:
            if value:
                self._row(((name, width, SOFT, PLAIN), (value, RIGHT - LEFT - width, INK, PLAIN)), 9.5)

    def table(self, widths: Sequence[float], rows: Iterable[Sequence[str]], size: float = 8) -> None:
        """Columns by their part of the width; the first row is the heading."""
        whole = RIGHT - LEFT
        for index, row in enumerate(rows):
            font = BOLD if index == 0 else PLAIN
            self._row([(cell, part * whole, INK, font) for cell, part in zip(row, widths, strict=True)], size)

    def gap(self, points: float = 8) -> None:
        self.y -= points

    def room(self, points: float) -> None:
        if self.y - points < BOTTOM:
            self._foot()
            self._canvas.showPage()
            self._number += 1
            self.y = TOP
            self._top()

    def _row(self, cells: Sequence[tuple[str, float, HexColor, str]], size: float) -> None:
        """Cells beside one another, each wrapped in its width. A row longer than a page goes on on the next."""
        wrapped = [_wrapped(text, font, size, width - 8) for text, width, _, font in cells]
        leading = size * 1.4
        for line in range(max(map(len, wrapped))):
            self.room(leading)
            x = LEFT
            for (_, width, ink, font), lines in zip(cells, wrapped, strict=True):
                if line < len(lines):
                    self._put(x, lines[line], size, font, ink)
                x += width
            self.y -= leading
        self.y -= size * 0.35

    def _text(self, text: str, size: float, font: str, ink: HexColor, leading: float) -> None:
        for line in _wrapped(text, font, size, RIGHT - LEFT):
            self.room(leading)
            self._put(LEFT, line, size, font, ink)
            self.y -= leading

    def _put(self, x: float, text: str, size: float, font: str, ink: HexColor) -> None:
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(ink)
        self._canvas.drawString(x, self.y, text)

    def _top(self) -> None:
        self._put(LEFT, legible(self._heading.sender), 9, BOLD, INK)
        self._canvas.setFillColor(SOFT)
        self._canvas.setFont(PLAIN, 8)
        self._canvas.drawRightString(RIGHT, self.y, _short(legible(self._heading.subject), 8, 300))
        self._canvas.setStrokeColor(RULE)
        self._canvas.line(LEFT, self.y - 8, RIGHT, self.y - 8)
        self.y -= 34

    def _foot(self) -> None:
        self._canvas.setFillColor(SOFT)
        self._canvas.setFont(PLAIN, 7.5)
        self._canvas.drawString(LEFT, 36, _short(legible(self._heading.footer), 7.5, RIGHT - LEFT - 80))
        self._canvas.drawRightString(RIGHT, 36, self._heading.page % {"n": self._number})


@cache
def _fonts() -> frozenset[int]:
    """The typefaces that come with the library, and the characters they can draw."""
    folder = Path(reportlab.__file__).parent / "fonts"
    drawn: list[set[int]] = []
    for name in (PLAIN, BOLD):
        font = TTFont(name, str(folder / f"{name}.ttf"))
        pdfmetrics.registerFont(font)
        drawn.append(set(font.face.charToGlyph))
    return frozenset(drawn[0] & drawn[1])


def legible(text: str) -> str:
    """The text in characters that can be drawn."""
    drawn = _fonts()
    text = unicodedata.normalize("NFC", text).translate(_SPACES)
    return "".join(c if ord(c) in drawn else _nearest(c, drawn) for c in text)


def _nearest(character: str, drawn: frozenset[int]) -> str:
    """Without its accent, or nothing for what has no shape, or its code."""
    if not character.isprintable() or unicodedata.category(character) in ("Mn", "Cf", "Cc"):
        return " " if character in "\t\n\r" else ""
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if bare and bare != character and all(ord(c) in drawn for c in bare):
        return bare
    return f"[U+{ord(character):04X}]"


def _short(text: str, size: float, width: float) -> str:
    """Cut to a width, with an ellipsis."""
    if _width(text, PLAIN, size) <= width:
        return text
    while text and _width(text + "…", PLAIN, size) > width:
        text = text[:-1]
    return text + "…"


def _width(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def _wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; a word that is wider by itself is cut."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in filter(None, re.split(r"[ \t]+", legible(paragraph))):  # a hard space keeps its two words together
            longer = f"{line} {word}" if line else word
            if _width(longer, font, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _cut(word, font, size, width)
            lines += whole
        lines.append(line)
    return lines


def _cut(word: str, font: str, size: float, width: float) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and _width(parts[-1] + character, font, size) > width:
            parts.append("")
        parts[-1] += character
    return parts
