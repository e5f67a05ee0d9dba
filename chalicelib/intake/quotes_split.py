"""Each line is the sender's own, quoted, or a signature; cuts are taken from the top (M-65 to M-69).

A cut followed by marked lines ends with them: what stands below is an answer written under the
quote. A cut followed by unmarked text takes all the rest, unless nothing of the sender's own stands
above it: then only its introduction goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.intake.quotes_attribution import attribution_end
from chalicelib.intake.quotes_headers import block_at, is_original_mark, with_separator
from chalicelib.intake.quotes_lines import Line, encoded, fenced
from chalicelib.intake.quotes_signature import delimits, is_delimiter, is_program_signature
from chalicelib.intake.quotes_words import REPLY_MARKERS

Part = Literal["own", "elided", "signature"]
# More lines than any signature has, blank ones included.
_FAR = 80


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines `start` to `end` (excluded) introduce somebody else's words."""

    start: int
    end: int
    marker: bool = False


def sort_lines(lines: list[Line], structural: frozenset[int] = frozenset()) -> list[Part]:
    """The part of each line; `structural` lines were marked as quoted by a mail program."""
    parts: list[Part] = ["own"] * len(lines)
    _cut(lines, parts, structural)
    for number in encoded(lines):
        parts[number] = "elided"
    _leading_quote(lines, parts, structural)
    _trailing_quote(lines, parts)
    _delimited(lines, parts)
    _closing_lines(lines, parts)
    return parts


def _cut(lines: list[Line], parts: list[Part], structural: frozenset[int]) -> None:
    protected = fenced(lines)
    position = 0
    while position < len(lines):
        cut = None if position in protected else _cut_at(lines, position)
        if cut is None:
            position += 1
            continue
        end = _cut_end(lines, parts, cut, structural)
        parts[cut.start:end] = ["elided"] * (end - cut.start)
        position = max(end, position + 1)


def _cut_at(lines: list[Line], position: int) -> Cut | None:
    line = lines[position]
    if line.blank:
        return None
    if line.folded.strip("-–—=_*# .") in REPLY_MARKERS:
        return Cut(position, position + 1, marker=True)
    if is_original_mark(line):
        return Cut(position, _after_mark(lines, position))
    block = block_at(lines, position)
    if block is not None:
        return Cut(with_separator(lines, position, line.quoted), block.end)
    end = attribution_end(lines, position)
    return Cut(with_separator(lines, position, line.quoted), end) if end is not None else None


def _after_mark(lines: list[Line], position: int) -> int:
    """« Message d'origine » and the header block or attribution under it are one introduction."""
    for below in range(position + 1, min(position + 4, len(lines))):
        if not lines[below].blank:
            block = block_at(lines, below)
            return block.end if block else attribution_end(lines, below) or position + 1
    return position + 1


def _cut_end(lines: list[Line], parts: list[Part], cut: Cut, structural: frozenset[int]) -> int:
    """Where the quote that a cut introduces ends."""
    below = _first_word(lines, cut.end)
    marked = below is not None and (_is_marked(lines[below]) or lines[cut.end - 1].quoted)
    has_own_above = any(parts[number] == "own" and lines[number].worded for number in range(cut.start))
    if cut.marker and not marked:
        return len(lines)
    if below is None or not marked:
        return len(lines) if below is None or has_own_above else cut.end
    tail = _after_quote(lines, cut.end)
    if not _says_something(lines, tail):
        return len(lines)
    return cut.end if has_own_above and not structural.intersection(range(cut.end, tail)) else tail


def _first_word(lines: list[Line], start: int) -> int | None:
    return next((number for number in range(start, len(lines)) if not lines[number].blank), None)


def _is_marked(line: Line) -> bool:
    return line.quoted or line.bare.startswith("|")


def _after_quote(lines: list[Line], start: int) -> int:
    """The first line below the marked ones."""
    position = start
    while position < len(lines) and (lines[position].blank or _is_marked(lines[position])):
        position += 1
    return position


def _says_something(lines: list[Line], start: int) -> bool:
    """Whether own words stand below: not only a signature, a rule or more quotes."""
    for position in range(start, len(lines)):
        line = lines[position]
        if delimits(lines, position, len(lines)):
            return False
        if line.worded and not line.quoted and not is_program_signature(line):
            return True
    return False


def _leading_quote(lines: list[Line], parts: list[Part], structural: frozenset[int]) -> None:
    """A quote that a program put on top goes; one the sender chose to put there gives sense (M-68)."""
    own = [number for number, part in enumerate(parts) if part == "own" and not lines[number].blank]
    top = next((number for number in own if not lines[number].quoted), None)
    if top is None:
        return
    above = [number for number in own if number < top]
    if above and (structural.intersection(above) or any(_introduces(lines, number) for number in above)):
        for number in range(above[0], top):
            parts[number] = "elided"


def _introduces(lines: list[Line], number: int) -> bool:
    return attribution_end(lines, number) is not None or block_at(lines, number) is not None


def _trailing_quote(lines: list[Line], parts: list[Part]) -> None:
    """Quoted lines below the last own word are set aside."""
    own = [number for number, part in enumerate(parts) if part == "own" and lines[number].worded]
    if not own or all(lines[number].quoted for number in own):
        return
    last = max(number for number in own if not lines[number].quoted)
    for number in range(last + 1, len(lines)):
        if parts[number] == "own" and lines[number].quoted:
            parts[number] = "elided"


def _delimited(lines: list[Line], parts: list[Part]) -> None:
    """Text after a lone `-- ` is a signature, up to the next quote."""
    end = len(lines)
    first = next((number for number, line in enumerate(lines) if line.worded), end)
    signed: list[tuple[int, int]] = []
    for position in range(len(lines) - 1, first, -1):
        if parts[position] != "own":
            end = position
        elif end - position <= _FAR and is_delimiter(lines[position]) and delimits(lines, position, end):
            signed.append((position, end))
    for start, end in signed:
        parts[start:end] = ["signature"] * (end - start)


def _closing_lines(lines: list[Line], parts: list[Part]) -> None:
    """From the last own line up: blank lines, lines without words, and what a program signed."""
    for position in range(len(lines) - 1, -1, -1):
        if parts[position] != "own":
            continue
        if not lines[position].blank and lines[position].worded and not is_program_signature(lines[position]):
            return
        if lines[position].bare:
            parts[position] = "signature" if lines[position].worded else "elided"
