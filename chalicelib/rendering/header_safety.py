"""Received or typed text never makes a header (I-4, M-98).

Line breaks, controls and encoded words are removed here, on every Python: some versions turn an
encoded newline in a subject into a new header.
"""

from __future__ import annotations

import re
import unicodedata

_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,40}\?[BbQq]\?[^?]{0,400}\?=")
_MARKS = ("=?", "?=")


def one_line(text: str, limit: int = 255) -> str:
    """The text on one line, without controls, bidi overrides or encoded words."""
    plain = _ENCODED_WORD.sub(" ", text)
    for mark in _MARKS:
        plain = plain.replace(mark, " ")
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in plain)
    return " ".join(shown.split())[:limit].strip()


def clean_id(message_id: str) -> str:
    """A message id fit for a header, or an empty string."""
    found = re.fullmatch(r"<?([!-;=?-~]{1,400})>?", message_id.strip())
    return f"<{found.group(1)}>" if found and "=?" not in found.group(1) else ""
