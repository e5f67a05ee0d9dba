"""Amounts printed on a page become integer cents, or nothing.

Thousands may be parted by a space of any width, a dot, a comma or an apostrophe; the last dot or comma
followed by two digits at the end is the decimal mark. What could be two things is not an amount: three
decimals are a unit price, a bare integer is a quantity, a number with a unit is a measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_CENTS: Final = 100_000_000_00
_TABLE = str.maketrans(
    {
        **dict.fromkeys(
            "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
            " ",
        ),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2019\u02bc\u00b4", "'"),
    }
)
_NUMBER = re.compile(
    r"""(?<![\w.,/'])
    (?P<lead>\(\s?|[-+]\s?)?
    (?P<pre>(?:€|EUR|euros?)\s?)?(?P<inner>-\s?)?
    (?P<digits>\d{1,3}(?:[ ]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:[.']\d{3})+(?:,\d{1,2})?
       |\d{1,3}(?:[,']\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)
    (?![\d]|[.,'/]\d|[/]|-\d)
    (?P<post>\s?(?:€|EUR\b|euros?\b))?(?P<tail>\s?\))?(?P<minus>-(?!\w)|\s-(?=\s*(?:€|$)))?(?P<late>\s?€)?
    (?P<unit>\s?%|\s?°|\s?m[²³]|\s?(?:m2|m3|mm|cm|km|kg|ml|[hmuj]|jours?|mois|ans?|unit|pcs?|Lt?|x)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Cents and the span they were printed on; `sure` when decimals or a currency mark say money."""

    cents: int
    start: int
    end: int
    sure: bool


def plain(text: str) -> str:
    """One kind of space, minus and apostrophe, character for character."""
    return text.translate(_TABLE)


def amounts_in(text: str) -> list[Amount]:
    """Every amount of a text, from left to right."""
    found = (_amount(match, text) for match in _NUMBER.finditer(plain(text)))
    return [amount for amount in found if amount is not None]


def parse_cents(text: str) -> int | None:
    """The amount a text is, and nothing but; None otherwise."""
    stripped = plain(text).strip()
    found = amounts_in(stripped)
    whole = (
        len(found) == 1 and not stripped[: found[0].start].strip() and not stripped[found[0].end :].strip()
    )
    return found[0].cents if whole else None


def _amount(match: re.Match[str], text: str) -> Amount | None:
    if match["unit"]:
        return None
    digits = match["digits"]
    cents = _cents(digits)
    if cents is None or cents > MAX_CENTS:
        return None
    sure = bool(re.search(r"[.,]\d{2}$", digits) or match["pre"] or match["post"] or match["late"])
    return Amount(-cents if _is_negative(match, text) else cents, match.start(), match.end(), sure)


def _cents(digits: str) -> int | None:
    whole, mark, decimals = digits, "", ""
    found = re.search(r"([.,])(\d{1,2})$", digits)
    if found:
        whole, mark, decimals = digits[: found.start()], found[1], found[2].ljust(2, "0")
    if mark and mark in whole:
        return None
    euros = re.sub(r"[ .,']", "", whole)
    return int(euros) * 100 + int(decimals or 0)


def _is_negative(match: re.Match[str], text: str) -> bool:
    """A minus touching the number, or alone before it; « Total - 12,00 » has a dash, not a sign."""
    if match["minus"] or match["inner"]:
        return True
    lead = match["lead"] or ""
    if lead.startswith("("):
        return bool(match["tail"])
    if not lead.startswith("-"):
        return False
    before = text[: match.start()].rstrip()
    return lead == "-" or not before or before.endswith(":")
