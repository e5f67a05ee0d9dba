"""A uuencoded block inside a text is a file somebody attached by hand (M-26).

Blocks `begin NNN name` … `end` are decoded; the words around them are read as words.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BLOCK = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255}+)\r?\n((?:[ -`][^\r\n]{0,90}+\r?\n)++)[ `]?\r?\n?end[ \t\r]*+$",
    re.MULTILINE,
)
_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file found inside a text, under the name its writer gave."""

    name: str
    content: bytes


def enclosed(text: bytes) -> tuple[Enclosed, ...]:
    """The files that a text holds between its words."""
    if b"begin " not in text:
        return ()
    decoded = ((block[1], _lines(block[2])) for block in _BLOCK.finditer(text))
    return tuple(
        Enclosed(name.decode("utf-8", "replace").strip(), content)
        for name, content in decoded if content is not None
    )


def uudecode(data: bytes) -> bytes | None:
    """A whole body in this transfer encoding; None when it holds no such block."""
    begin = _BEGIN.search(data)
    return _lines(data[begin.end():].lstrip(b"\r\n")) if begin else None


def _lines(block: bytes) -> bytes | None:
    decoded: list[bytes] = []
    for line in block.splitlines():
        if line.strip() in (b"", b"`", b"end"):
            break
        piece = _line(line)
        if piece is None:
            return None
        decoded.append(piece)
    return b"".join(decoded)


def _line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad the last group wrongly: the length byte says how much counts.
        length = ((line[0] - 32) & 63) * 4 + 5
        try:
            return binascii.a2b_uu(line[:length // 3])
        except binascii.Error:
            return None
