"""Parts of an undivided property: exact fractions, as a notary writes them. Never through a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

LARGEST_BASE = 1_000_000
_FRACTION = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%")


class NotAShare(ValueError):
    """The text is no part of a whole."""


def parse_share(text: str) -> Fraction:
    """« 1/3 », « 333/1000 » and « 33,3 % » are parts between 0 and 1, 0 excluded. Raises NotAShare."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if found := _FRACTION.fullmatch(plain):
        part = Fraction(int(found[1]), int(found[2])) if int(found[2]) else Fraction(0)
    elif found := _PERCENT.fullmatch(plain):
        part = Fraction(int(found[1] + (found[2] or "")), 100 * 10 ** len(found[2] or ""))
    else:
        part = Fraction(1) if plain == "1" else Fraction(0)
    if not 0 < part <= 1:
        raise NotAShare(text)
    return part


def common(parts: Sequence[Fraction]) -> tuple[tuple[int, ...], int]:
    """The parts over one denominator. Raises NotAShare unless they make the whole, exactly."""
    base = lcm(*(part.denominator for part in parts)) if parts else 0
    if sum(parts) != 1 or base > LARGEST_BASE:
        raise NotAShare(" + ".join(map(str, parts)))
    return tuple(part.numerator * (base // part.denominator) for part in parts), base
