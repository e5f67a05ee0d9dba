"""Figures out of quotes and invoices: any bytes in, a Reading out, never an exception.

The file is opened in a process of its own, with a limit on time and memory, because a PDF is a program
written by a stranger.
"""

from __future__ import annotations

from chalicelib.intake.extract.reader import read_here
from chalicelib.intake.reading import Reading

__all__ = ["read_document"]


def read_document(content: bytes, filename: str = "", hint: str = "") -> Reading:
    """Read one document. `hint` is what the mail says about it: subject and text."""
    return read_here(content, filename, hint)
