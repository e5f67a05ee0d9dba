"""Two deliveries of one mail differ in their trace headers only; the digest does not see those (M-5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from chalicelib.intake.headers import Headers


def digest(headers: Headers, contents: Iterable[str]) -> str:
    """SHA-256 over From, Date, Subject and the SHA-256 of every decoded part."""
    told = hashlib.sha256()
    for name in ("from", "date", "subject"):
        for value in headers.get(name, ()):
            told.update(f"{name}:{' '.join(value.split())}\n".encode("utf-8", "surrogateescape"))
    for content in contents:
        told.update(f"part:{content}\n".encode())
    return told.hexdigest()
