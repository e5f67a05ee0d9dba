"""A transfer encoding is undone whatever its state: what can be read is read, the rest is kept (M-18).

Declared encodings lie and transports cut lines, so nothing here raises: foreign characters are
dropped, padding is supplied, and bytes that are no base64 at all come back as they were.
"""

from __future__ import annotations

import binascii
import quopri
import re

from chalicelib.intake.parts_uuencode import uudecode

_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]+")
_FOREIGN_SEEN = re.compile(rb"[^A-Za-z0-9+/=\r\n\t ]")
# Prose under a base64 label has a blank or a sign in every sixth place; noise is rarer than that.
_PROSE = 0.88
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})


def undo(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Decoded bytes, and whether the encoding had to be repaired."""
    name = encoding.split(";")[0].strip(" \t\"'").lower()
    if name == "base64":
        return _base64(data)
    if name == "quoted-printable":
        return _quoted_printable(data), False
    if name in _UU:
        decoded = uudecode(data)
        return (data, True) if decoded is None else (decoded, False)
    return data, False


def _quoted_printable(data: bytes) -> bytes:
    return quopri.decodestring(data) if b"=" in data else data


def _base64(data: bytes) -> tuple[bytes, bool]:
    body = data.rstrip()
    if b"=" not in body[:-2] and not _FOREIGN_SEEN.search(body[:400]):
        try:
            return binascii.a2b_base64(body), False
        except binascii.Error:
            pass
    return _tolerant(body)


def _tolerant(body: bytes) -> tuple[bytes, bool]:
    """Each stretch up to its padding is decoded alone; encoders that join pieces pad in the middle."""
    letters = _FOREIGN.sub(b"", body)
    if len(letters) < _PROSE * len(b"".join(body.split(b"\n"))):
        return body, True
    *padded, last = re.split(rb"=+", letters)
    if _FOREIGN_SEEN.search(body) and len(last) % 4:
        # Without padding, an incomplete last group is the end of the noise.
        last = last[:-(len(last) % 4)]
    return b"".join(_stretch(piece) for piece in (*padded, last)), True


def _stretch(piece: bytes) -> bytes:
    piece = piece[:-1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))
