"""Paper for the sample documents: text put where a word processor or an invoicing program would put it.

Uncompressed and without a date of its own, so that drawing a document twice gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BOLD = "Helvetica-Bold"


class Sheet:
    """A4 pages; y is measured from the top in points."""

    def __init__(self, path: Path, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self.canvas = Canvas(str(path), pagesize=size, invariant=True, pageCompression=0)

    def at(
        self, x: float, y: float, text: str, size: float = 9, font: str = "Helvetica", to: str = "left"
    ) -> None:
        """One text; `to` says whether x is its left end, its right end or its middle."""
        self.canvas.setFont(font, size)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "middle": self.canvas.drawCentredString,
        }
        draw[to](x, self.height - y, text)

    def block(self, x: float, y: float, texts: Sequence[str], size: float = 9, leading: float = 12) -> float:
        """Texts under each other; the y below them."""
        for index, text in enumerate(texts):
            self.at(x, y + index * leading, text, size)
        return y + len(texts) * leading

    def row(
        self,
        y: float,
        columns: Sequence[tuple[float, str]],
        texts: Sequence[str],
        size: float = 9,
        font: str = "Helvetica",
    ) -> None:
        """One table row; a column is its x and the side the text is set to."""
        for (x, to), text in zip(columns, texts, strict=True):
            self.at(x, y, text, size, font, to)

    def table(
        self,
        y: float,
        columns: Sequence[tuple[float, str]],
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
    ) -> float:
        """A head in bold and its rows; the y below them."""
        self.row(y, columns, head, 9, BOLD)
        for index, row in enumerate(rows, start=1):
            self.row(y + index * 15, columns, row)
        return y + (len(rows) + 1) * 15

    def totals(
        self,
        y: float,
        pairs: Sequence[tuple[str, str]],
        left: float = 370,
        right: float = 550,
        size: float = 9,
    ) -> float:
        """Labels on the left, amounts set to the right; the y below them."""
        for index, (label, amount) in enumerate(pairs):
            self.at(left, y + index * 16, label, size)
            self.at(right, y + index * 16, amount, size, to="right")
        return y + len(pairs) * 16

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.rect(x, self.height - y - height, width, height)

    def next_page(self) -> None:
        self.canvas.showPage()

    def save(self) -> None:
        self.canvas.save()
