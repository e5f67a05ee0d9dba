"""A mail's text as lines that know whether they are quoted, and what stands behind the quote marks.

At most 4,000 lines and 256 KiB are looked at, and 2,000 characters of each (M-75).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from chalicelib.intake.quotes_words import fold

MAX_LINES = 4_000
MAX_TEXT = 262_144
MAX_LINE = 2_000

_MARKS = re.compile(r"[ \t\u00a0]{0,3}((?:>[ \t]{0,2})+)")
_EMPHASIS = "*_ \t\u00a0\u202f\u200e\u200f"
# The dot a read-tracking add-on leaves under a mail.
_MAIL_TRACK = "\u1427"
_BEGIN = re.compile(r"begin [0-7]{3,4} \S")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")


@dataclass(frozen=True)
class Line:
    """One line: as written, whether it is quoted, and its words."""

    written: str

    @cached_property
    def _mark(self) -> re.Match[str] | None:
        return _MARKS.match(self.written[:MAX_LINE])

    @cached_property
    def quoted(self) -> bool:
        return self._mark is not None

    @cached_property
    def bare(self) -> str:
        """The words without quote marks and outer blanks."""
        start = self._mark.end() if self._mark else 0
        return self.written[start:start + MAX_LINE].strip()

    @cached_property
    def plain(self) -> str:
        """The words without emphasis either."""
        return self.bare.strip(_EMPHASIS)

    @cached_property
    def folded(self) -> str:
        return fold(self.plain)

    @property
    def blank(self) -> bool:
        return not self.bare

    @cached_property
    def worded(self) -> bool:
        """Whether anybody said something on this line."""
        return any(char.isalnum() for char in self.bare if char != _MAIL_TRACK)


def read(text: str) -> tuple[list[Line], str]:
    """The lines that are looked at, and the rest of the text."""
    seen = text[:MAX_TEXT]
    pieces = seen.split("\n", MAX_LINES)
    over = pieces.pop() if len(pieces) > MAX_LINES else None
    rest = text[len(seen):] if over is None else "\n" + over + text[len(seen):]
    return [Line(piece) for piece in pieces], rest


def encoded(lines: list[Line]) -> frozenset[int]:
    """Numbers of the lines of files typed into the text: attachments, not words (M-26)."""
    inside: set[int] = set()
    start: int | None = None
    for number, line in enumerate(lines):
        if start is None and _BEGIN.match(line.written[:40]):
            start = number
        elif start is not None and line.written.strip() == "end":
            inside.update(range(start, number + 1))
            start = None
    return frozenset(inside)


def fenced(lines: list[Line]) -> frozenset[int]:
    """Numbers of the lines inside closed code fences: content, whatever they look like (M-69)."""
    marks = [number for number, line in enumerate(lines) if _FENCE.match(line.written[:10])]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return frozenset(number for start, end in pairs for number in range(start, end + 1))
