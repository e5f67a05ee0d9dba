"""Outlook sometimes wraps a whole mail in winmail.dat; what is inside is listed under it (M-25)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.intake.charset import decode
from chalicelib.intake.parts import Piece

_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The files in a winmail.dat and the text it carries, if any."""

    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""
    html: bytes = b""


def is_winmail(content_type: str, name: str) -> bool:
    return content_type in _TYPES or name.lower() == "winmail.dat"


def unwrap(data: bytes) -> Unwrapped:
    """What a winmail.dat holds; nothing when it cannot be read, the file itself is kept anyway."""
    from tnefparse import TNEF

    try:
        tnef = TNEF(data, do_checksum=False)
        files = tuple((_name(item), bytes(item.data or b"")) for item in tnef.attachments[:MAX_FILES])
        return Unwrapped(files, _text(tnef.body), _bytes(tnef.htmlbody))
    except Exception:  # the reader raises whatever its structures raise; the file itself is kept
        return Unwrapped()


def wrapped_texts(pieces: Iterable[Piece]) -> list[str]:
    """The texts that only a winmail.dat carries."""
    found = [piece for piece in pieces if is_winmail(piece.declared_type, piece.name)]
    return [text for piece in found if (text := unwrap(piece.data).text).strip()]


def _name(item: object) -> str:
    long_name = getattr(item, "long_filename", None)
    name = long_name() if callable(long_name) else getattr(item, "name", "")
    return _text(name).strip("\0 ")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value).rstrip("\0")
    return value.rstrip("\0") if isinstance(value, str) else ""


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else b""
