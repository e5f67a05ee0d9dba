"""A header may come twice, folded, encoded, or in raw bytes; each reader says which one counts (M-13).

Values are unfolded and readable, never trusted: for headers that decide something only the topmost
occurrence counts, and a second one is reported as conflicting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from chalicelib.intake.charset import decode, from_wire

MAX_SUBJECT = 255
_SINGLE = ("from", "sender", "reply-to", "subject", "date", "message-id", "auto-submitted", "return-path")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MAX_HEADERS = 2_000

Headers = Mapping[str, tuple[str, ...]]


def read(message: Message) -> dict[str, tuple[str, ...]]:
    """All headers, names lower-cased, each occurrence unfolded, in the order of the mail."""
    found: dict[str, list[str]] = {}
    for name, value in list(message.raw_items())[:_MAX_HEADERS]:
        found.setdefault(from_wire(str(name)).lower(), []).append(unfolded(str(value)))
    return {name: tuple(values) for name, values in found.items()}


def unfolded(value: str) -> str:
    return _FOLD.sub(" ", from_wire(value)).replace("\0", "").strip()


def conflicts(headers: Headers) -> tuple[str, ...]:
    """Names of headers that may stand once and stand more often."""
    return tuple(f"conflicting:{name}" for name in _SINGLE if len(headers.get(name, ())) > 1)


def words(value: str) -> str:
    """A header value with its encoded words read, also inside quotes (M-15)."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, MessageError, ValueError, LookupError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces
    )


def _piece(piece: bytes, charset: str | None) -> str:
    if charset is None:
        return piece.decode("raw-unicode-escape", "replace")
    return decode(piece, charset.split("*")[0])


def one_line(value: str) -> str:
    """Readable text on one line: no controls, no bidi tricks, whitespace folded."""
    return " ".join(_CONTROLS.sub(" ", value).split())


def subject(headers: Headers) -> tuple[str, str]:
    """The subject to show, and the value as received."""
    raw = headers.get("subject", ("",))[0]
    return one_line(words(raw))[:MAX_SUBJECT], raw


def date(headers: Headers) -> tuple[datetime | None, str]:
    """The stated date in UTC when it can be read, and the value as received (M-11)."""
    stated = headers.get("date", ("",))[0]
    try:
        read_date = parsedate_to_datetime(stated)
        aware = read_date if read_date.tzinfo else read_date.replace(tzinfo=UTC)
        return aware.astimezone(UTC), stated
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None, stated
