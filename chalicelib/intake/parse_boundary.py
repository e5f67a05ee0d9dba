"""A boundary may be folded inside its quotes or end in blanks; the standard parser then misses it (M-23).

Such a boundary is given a plain name, in the header and on the very lines that spell it, before
parsing. Lines that merely resemble it stay content.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(rb"boundary[ \t]*=[ \t]*\"([^\"]{1,40000})\"", re.IGNORECASE)
_ODD = re.compile(rb"\r?\n[ \t]|[ \t]\Z")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_DELIMITER = re.compile(
    rb"^--([^\r\n\"]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]{2,30}:)", re.IGNORECASE | re.MULTILINE)
MAX_REPAIRED = 20


def plain_boundaries(data: bytes, sign: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The data with odd boundaries renamed, and what each new name stands for."""
    given: dict[bytes, bytes] = {}
    for found in _QUOTED.finditer(data):
        if _ODD.search(found[1]) and len(given) < MAX_REPAIRED:
            given.setdefault(found[1], sign + b"b%d!~" % len(given))
    for spelled, name in given.items():
        line = re.escape(_FOLD.sub(b"", spelled))
        data = re.sub(rb"^--" + line + rb"(--)?(?=\r?$)", rb"--" + name + rb"\1", data, flags=re.MULTILINE)
        data = data.replace(b'"' + spelled + b'"', b'"' + name + b'"')
    return data, {name: spelled for spelled, name in given.items()}


def missing_boundary(body: bytes) -> bytes:
    """The header a multipart should have had, read off its first delimiter; empty when it has none."""
    found = _DELIMITER.search(body)
    return b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\r\n\r\n' if found else b""
