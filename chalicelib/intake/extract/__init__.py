"""Figures out of quotes and invoices: any bytes in, a Reading out, never an exception.

The file is opened in a process of its own, with a limit on time and memory, because a PDF is a program
written by a stranger. What the file's name says is all that is left when that process gives up.
"""

from __future__ import annotations

from typing import Final

from chalicelib.intake.reading import Reading

__all__ = ["read_document"]

MAX_BYTES: Final = 60_000_000
MAX_HINT: Final = 4_000
_CODES: Final = {"failed": "reading_failed", "too_long": "reading_too_long", "crashed": "reader_crashed"}


def read_document(content: bytes, filename: str = "", hint: str = "") -> Reading:
    """Read one document. `hint` is what the mail says about it: subject and text."""
    # loaded here, so that the word lists beside this file cost the mail function nothing else
    from chalicelib.intake.extract.isolation import ask
    from chalicelib.intake.extract.unread import unread
    from chalicelib.intake.extract.wire import from_json

    if len(content) > MAX_BYTES:
        return unread(filename, hint, "file_too_large")
    wish = {"task": "read", "filename": filename[:300], "hint": hint[:MAX_HINT]}
    answer = ask(wish, content)
    return unread(filename, hint, _CODES[answer]) if isinstance(answer, str) else from_json(answer)
