"""An IBAN is believed only when its length is that of its country and its key (mod 97) is right.

A right key proves that nobody mistyped it, never who owns the account: an IBAN read in a mail or on a
page is shown, and becomes a payee's account only through the quarantine of the bank details.
"""

from __future__ import annotations

import re
from typing import Final

_LENGTHS: Final = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def compact_iban(text: str) -> str:
    """The IBAN as stored: capitals, without the spaces, dots and dashes people type."""
    return re.sub(r"[\s.\-]", "", text).upper()


def iban_length(country: str) -> int:
    """Characters an IBAN of this country has; 0 when we do not pay into that country."""
    return _LENGTHS.get(country, 0)


def is_iban(text: str) -> bool:
    """Whether the length and the key are right."""
    iban = compact_iban(text)
    return bool(_SHAPE.fullmatch(iban)) and len(iban) == iban_length(iban[:2]) and _remainder(iban) == 1


def iban_key(country: str, account: str) -> str:
    """The two key digits that make a valid IBAN of this country and account number."""
    return f"{98 - _remainder(country + '00' + account):02d}"


def format_iban(text: str) -> str:
    """Groups of four, as printed on a RIB."""
    iban = compact_iban(text)
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def mask_iban(text: str) -> str:
    """Country, key and last three characters: enough to recognise an account, not to use it."""
    iban = compact_iban(text)
    return f"{iban[:4]} •••• {iban[-3:]}" if len(iban) > 7 else "••••"


def is_bic(text: str) -> bool:
    """Whether the text has the shape of a BIC, 8 or 11 characters."""
    return bool(_BIC.fullmatch(re.sub(r"\s", "", text).upper()))


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97
