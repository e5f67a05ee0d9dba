"""A mail nested deeper than any human nests is not opened further (M-17).

The standard parser recurses once per level and checks each line against each open boundary. Below
the cap a multipart is marked as opaque before parsing, so what lies deeper stays one attachment.
"""

from __future__ import annotations

import re

MAX_DEPTH = 50
MAX_PARTS = 5_000

_TYPE = rb"content-type:[ \t]*+(?:\r?\n[ \t]++)?"
_MULTIPART = re.compile(rb"^" + _TYPE + rb"(?=multipart/)", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(
    rb"^(?:--([^\r\n]{1,200}+)|(" + _TYPE + rb")multipart/[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)",
    re.IGNORECASE | re.MULTILINE,
)
_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"]{0,200})\"|([^\s;]{1,200}))", re.IGNORECASE)


def mark_deep(data: bytes, mark: bytes) -> bytes:
    """Put `mark` before `multipart/` wherever the cap of depth is passed."""
    if not _too_many(data):
        return data
    pieces: list[bytes] = []
    done = 0
    for place in _deep_places(data):
        pieces += (data[done:place], mark)
        done = place
    return b"".join((*pieces, data[done:]))


def _too_many(data: bytes) -> bool:
    return sum(1 for _, _ in zip(range(MAX_DEPTH), _MULTIPART.finditer(data), strict=False)) >= MAX_DEPTH


def _deep_places(data: bytes) -> list[int]:
    places: list[int] = []
    open_ones: list[bytes] = []
    for found in _LINE.finditer(data):
        if found[2] is None:
            _close(open_ones, found[1])
        elif len(open_ones) >= MAX_DEPTH - 1:
            places.append(found.end(2))
        else:
            name = _BOUNDARY.search(found[0])
            open_ones.append((name[1] or name[2] or b"") if name else b"")
    return places


def _close(open_ones: list[bytes], line: bytes) -> None:
    """A delimiter closes every multipart opened inside the one it belongs to."""
    line = line.rstrip()
    for level in range(len(open_ones) - 1, -1, -1):
        name = open_ones[level].rstrip()
        if name and line in (name, name + b"--"):
            del open_ones[level if line.endswith(b"--") and line != name else level + 1:]
            return
