"""`verify FILE.zip [--head HASH]`: checks an evidence file with the very program that travels in it."""

from __future__ import annotations

from chalicelib.domain.evidence_check import main as check


def main(argv: list[str]) -> int:
    """0 unaltered, 1 with the first thing that was touched, 2 when there is nothing to check."""
    return check(argv)
