"""A received file name is shown, never obeyed: same mail, same safe names, always (M-30 to M-32).

The first name found on the ladder is cleaned for any file system; without one the place in the
tree names the piece. The name as received stays beside it.
"""

from __future__ import annotations

import re
import unicodedata
from email.message import Message
from email.utils import collapse_rfc2231_value

from chalicelib.intake.charset import decode
from chalicelib.intake.headers import one_line, words

MAX_LENGTH = 120
_MAX_EXTENSION = 12
_ROOTED = re.compile(r"^(?:[A-Za-z]:|[\\/]|\.\.)|[\\/]\.\.[\\/]")
_RESERVED = re.compile(r'[<>:"|?*\\/]')
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})


def stated(part: Message) -> str:
    """The name the sender gave: filename*, filename, name."""
    for name, header in (("filename", "content-disposition"), ("name", "content-type")):
        value = _parameter(part, name, header)
        if value:
            return value
    return ""


def referred(part: Message) -> str:
    """The name other parts use for it: Content-Location, Content-ID."""
    for header in ("content-location", "content-id"):
        value = one_line(words(str(part.get(header, "")))).strip("<>")
        if value:
            return value.rsplit("/", 1)[-1] if header == "content-location" else value
    return ""


def _parameter(part: Message, name: str, header: str) -> str:
    try:
        value = part.get_param(name, None, header)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        return _extended(value)
    return one_line(words(value)) if isinstance(value, str) else ""


def _extended(value: tuple[str | None, str | None, str]) -> str:
    """RFC 2231: the charset ladder reads the bytes behind the percent signs."""
    try:
        text = decode(value[2].encode("latin-1"), value[0] or "")
    except UnicodeEncodeError:
        text = collapse_rfc2231_value(value)
    return one_line(words(text))


def safe(name: str) -> str:
    """The name made harmless: no folders, no hidden characters, no leading dots, at most 120 long."""
    name = unicodedata.normalize("NFC", name)
    if _ROOTED.search(name):
        name = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    kept = "".join(" " if char in "\t\r\n" else char for char in name if _visible(char))
    kept = " ".join(_RESERVED.sub("-", kept).split()).lstrip(". -").rstrip(". ")
    return _shortened(kept)


def mended(name: str) -> str:
    """A name whose UTF-8 was taken for Latin-1 on its way is put right: « Ã©tÃ© » is « été »."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def _visible(char: str) -> bool:
    return char in "\t\r\n" or unicodedata.category(char) not in _DROPPED


def _shortened(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    stem, extension = split(name)
    return stem[:MAX_LENGTH - len(extension)].rstrip(". ") + extension


def split(name: str) -> tuple[str, str]:
    """Stem and extension with its dot; a long or blank ending is no extension."""
    stem, dot, extension = name.rpartition(".")
    if not stem or not extension.isalnum() or len(extension) > _MAX_EXTENSION:
        return name, ""
    return stem, dot + extension


class Names:
    """The names of one mail: a repeated one gets -2, -3 before its extension (M-31)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def unique(self, name: str) -> str:
        stem, extension = split(name)
        key, candidate = name.casefold(), name
        while candidate.casefold() in self._taken:
            number = self._next[key] = self._next.get(key, 1) + 1
            suffix = f"-{number}{extension}"
            candidate = stem[:MAX_LENGTH - len(suffix)] + suffix
        self._taken.add(candidate.casefold())
        return candidate
