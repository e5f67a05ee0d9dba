"""Bytes become text by a ladder that never fails: mark, declaration, utf-8, cp1252, latin-1 (M-22).

A declared charset is a claim. It is tried first, strictly, and dropped as soon as one byte denies
it. latin-1 and us-ascii are read as cp1252, because that is what their writers meant.
"""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252", "x-ansi": "cp1252", "ansi": "cp1252",
    "x-user-defined": "cp1252", "cp-1252": "cp1252", "windows1252": "cp1252", "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "x-unicode-2-0-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf_8": "utf-8",
}
_ASCII = frozenset({"us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "646", "7bit"})
_NOT_TEXT = frozenset({
    "base64", "hex", "bz2", "zlib", "uu", "quopri", "rot13", "idna", "punycode", "undefined",
    "unicode_escape", "raw_unicode_escape", "mbcs", "oem",
})
_META = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s{0,5}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str = "") -> str:
    """Text of `data`; the declaration is only the first guess."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, codec)
            if text is not None:
                return text
    for name in _ladder(declared):
        text = _strictly(data, name)
        if text is not None:
            return text
    return data.decode("latin-1")


def decode_html(data: bytes, declared: str = "") -> str:
    """As `decode`; a page without a declared charset may carry one in its first lines."""
    found = None if declared else _META.search(data[:2048])
    return decode(data, found[1].decode("ascii") if found else declared)


def from_wire(value: str) -> str:
    """A header as the standard parser gives it, its smuggled 8-bit bytes read through the ladder."""
    if not _LONE_SURROGATES.search(value):
        return value
    return decode(value.encode("utf-8", "surrogateescape"))


def _ladder(declared: str) -> tuple[str, ...]:
    name = codec_name(declared)
    return (name, "utf-8", "cp1252") if name else ("utf-8", "cp1252")


def codec_name(declared: str) -> str:
    """The Python codec a declaration means, or an empty string when it means none."""
    name = declared.strip(" \t\"'").lower()
    if name in _ASCII:
        return ""
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name).name if name.isascii() and "\0" not in name else ""
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NOT_TEXT else found


def _strictly(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError, ValueError, AssertionError):
        return None
    return None if _LONE_SURROGATES.search(text) else text
