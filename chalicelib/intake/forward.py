"""A forwarded mail brings somebody else's words in person: who wrote them, when, about what (M-58, M-59).

The original sender is read from the embedded headers, shown, and never believed.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.intake import addresses
from chalicelib.intake.parsed_mail import Address
from chalicelib.intake.quotes_headers import (
    HeaderBlock,
    block_at,
    is_original_mark,
    is_separator,
    with_separator,
)
from chalicelib.intake.quotes_lines import Line, read
from chalicelib.intake.quotes_words import FORWARDED


@dataclass(frozen=True, slots=True)
class Forward:
    """The embedded mail of a text; `announced` when the program itself says it was forwarded."""

    before: str
    embedded: str
    body: str
    sender: Address | None
    stated_date: str
    subject: str
    announced: bool


def forwarded(text: str) -> Forward | None:
    """The first mail embedded in a text under its own headers, or None."""
    lines, rest = read(text.replace("\r\n", "\n").replace("\r", "\n"))
    found = _first_block(lines)
    if found is None:
        return None
    start, block = found
    quoted = lines[block.start].quoted
    inside = "\n".join(_unquoted(line, quoted) for line in lines[block.start:]) + rest
    body = "\n".join(_unquoted(line, quoted) for line in lines[block.end:]) + rest
    return Forward(
        before="\n".join(line.written for line in lines[:start]).strip("\n"), embedded=inside.strip("\n"),
        body=body.strip("\n"), sender=_sender(block), stated_date=block.fields.get("sent", ""),
        subject=block.fields.get("subject", ""), announced=_announced(lines[start:block.start]),
    )


def _first_block(lines: list[Line]) -> tuple[int, HeaderBlock] | None:
    for position, line in enumerate(lines):
        block = None if line.blank else block_at(lines, position)
        if block is not None:
            return with_separator(lines, position, line.quoted), block
    return None


def _unquoted(line: Line, quoted: bool) -> str:
    """One level of quote marks comes off: it stands for the forward itself."""
    if not quoted or not line.quoted:
        return line.written
    return line.written.lstrip(" \t\u00a0")[1:].removeprefix(" ")


def _sender(block: HeaderBlock) -> Address | None:
    shown = addresses.shown((block.fields.get("from", ""),))
    return shown[0] if shown else None


def _announced(above: list[Line]) -> bool:
    marks = [line.folded for line in above if is_separator(line) or is_original_mark(line)]
    return any(word in mark for mark in marks for word in FORWARDED)
