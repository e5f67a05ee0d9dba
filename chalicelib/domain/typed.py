"""What people type, in a form or in a cell of a table, to values. Every fault is named, none stops the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from chalicelib.domain.agency import Language
from chalicelib.domain.company_ids import digits_of, is_siret
from chalicelib.domain.errors import Fault
from chalicelib.domain.folding import fold
from chalicelib.domain.letter import valid_email
from chalicelib.domain.money import NotAnAmount, parse_amount
from chalicelib.domain.party import normal_email
from chalicelib.domain.shares import NotAShare, parse_share

EMAILS_AT_MOST: Final = 10
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_FRENCH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ENGLISH: Final = ("en", "anglais", "english")


@dataclass(slots=True)
class Typed:
    """The texts by field, and the faults found while they are read."""

    texts: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return bool(self.texts.get(name, "").strip())

    def wrong(self, name: str, code: str) -> None:
        if all(fault.field != name for fault in self.faults):  # the first one says enough
            self.faults.append(Fault(name, code))

    def line(self, name: str, limit: int = 200, *, required: bool = False) -> str:
        """One line of text, white space evened out, without invisible characters."""
        found = " ".join(_visible(self.texts.get(name, "")).split())
        if required and not found:
            self.wrong(name, "required")
        if len(found) > limit:
            self.wrong(name, "too_long")
        return found

    def text(self, name: str, limit: int, *, required: bool = False) -> str:
        """Several lines."""
        found = _visible(self.texts.get(name, "")).strip()
        if required and not found:
            self.wrong(name, "required")
        if len(found) > limit:
            self.wrong(name, "too_long")
        return found

    def emails(self, name: str) -> tuple[str, ...]:
        """Addresses on lines of their own, or between commas, semicolons or spaces; each once."""
        found = tuple(dict.fromkeys(normal_email(e) for e in re.split(r"[\s,;]+", self.texts.get(name, "")) if e))
        if any(not valid_email(e) for e in found):
            self.wrong(name, "not_an_address")
        if len(found) > EMAILS_AT_MOST:
            self.wrong(name, "too_many")
        return found

    def words(self, name: str, limit: int = 12) -> tuple[str, ...]:
        """A short list between commas, semicolons or lines."""
        said = (" ".join(_visible(w).split()).lower() for w in re.split(r"[,;\n/]+", self.texts.get(name, "")))
        found = tuple(dict.fromkeys(w for w in said if w))
        if len(found) > limit or any(len(w) > 60 for w in found):
            self.wrong(name, "too_long")
        return found

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A date as date fields write it, or as French people do: 31/12/2026."""
        text = self.texts.get(name, "").strip()
        if not text:
            if required:
                self.wrong(name, "required")
            return None
        iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
        parts = iso.groups() if iso else french.groups()[::-1] if french else None
        try:
            found = date(*map(int, parts)) if parts else None
        except ValueError:
            found = None
        if found is None or not 1900 <= found.year <= 2200:
            self.wrong(name, "not_a_date")
            return None
        return found

    def cents(self, name: str) -> int | None:
        """An amount of money that cannot be negative, in cents; None when empty."""
        if not self.has(name):
            return None
        try:
            found = parse_amount(self.texts[name])
        except NotAnAmount:
            self.wrong(name, "not_an_amount")
            return None
        if found < 0:
            self.wrong(name, "below_zero")
        return found

    def siret(self, name: str) -> str:
        text = self.texts.get(name, "").strip()
        if text and (not is_siret(text) or re.search(r"[^0-9\s.]", text.replace("\u00a0", " "))):
            self.wrong(name, "not_a_siret")
        return digits_of(text)

    def share(self, name: str) -> Fraction | None:
        try:
            return parse_share(self.texts.get(name, ""))
        except NotAShare:
            self.wrong(name, "not_a_share")
            return None

    def language(self, name: str) -> Language:
        return "en" if fold(self.texts.get(name, "")) in _ENGLISH else "fr"

    def choice(self, name: str, words: Mapping[Any, str], default: str = "") -> str:
        """One of the codes, named by itself or by its word; the default when empty."""
        said = fold(self.texts.get(name, ""))
        if not said and default:
            return default
        found: str = next((code for code, word in words.items() if said in (code, fold(word))), "")
        if not found:
            self.wrong(name, "unknown")
        return found


def _visible(text: str) -> str:
    """Without control and format characters, which hide or turn around what follows them."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
