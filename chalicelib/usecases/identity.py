"""Ids that follow from their cause: the same mail read again gives the same ids (M-3)."""

from __future__ import annotations

import hashlib


def derived(*parts: str) -> str:
    """24 characters that depend on nothing but the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
