"""Words of the trade that reach a screen: written in French here, translated by the catalog."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a French sentence for the catalog and return it unchanged."""
    return message
