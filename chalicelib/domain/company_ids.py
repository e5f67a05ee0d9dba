"""A French company is known by its SIREN (9 digits), its establishment by its SIRET (SIREN + 5).

Both end with a Luhn key, except the establishments of La Poste, whose digits must sum to a multiple of
five. The French VAT number is a key computed from the SIREN, so it must agree with the SIRET beside it.
"""

from __future__ import annotations

import re
from typing import Final

LA_POSTE: Final = "356000000"


def digits_of(text: str) -> str:
    """The digits alone: identifiers are stored without the spaces and dots of the page."""
    return re.sub(r"[^0-9]", "", text)


def is_siren(text: str) -> bool:
    """Nine digits whose Luhn sum is a multiple of ten."""
    siren = digits_of(text)
    return len(siren) == 9 and siren != "0" * 9 and _luhn(siren) % 10 == 0


def is_siret(text: str) -> bool:
    """Fourteen digits that pass Luhn, or the rule of La Poste."""
    siret = digits_of(text)
    if len(siret) != 14 or siret.startswith("0" * 9):
        return False
    if siret.startswith(LA_POSTE):
        return _luhn(siret) % 10 == 0 or sum(map(int, siret)) % 5 == 0
    return is_siren(siret[:9]) and _luhn(siret) % 10 == 0


def siren_of(siret_or_vat_id: str) -> str:
    """The SIREN inside a SIRET or a French VAT number; empty when neither."""
    digits = digits_of(siret_or_vat_id)
    if len(digits) == 14:
        return digits[:9]
    vat_id = compact_vat_id(siret_or_vat_id)
    return vat_id[4:] if re.fullmatch(r"FR[0-9A-Z]{2}[0-9]{9}", vat_id) else ""


def compact_vat_id(text: str) -> str:
    """Capitals without separators."""
    return re.sub(r"[\s.\-]", "", text).upper()


def vat_id_of(siren: str) -> str:
    """The VAT number that goes with a SIREN."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def is_french_vat_id(text: str) -> bool:
    """FR, a key and a SIREN; a numeric key must be the computed one, a letter key is not computable."""
    vat_id = compact_vat_id(text)
    if not re.fullmatch(r"FR[0-9A-HJ-NP-Z]{2}[0-9]{9}", vat_id) or not is_siren(vat_id[4:]):
        return False
    return not vat_id[2:4].isdigit() or vat_id == vat_id_of(vat_id[4:])


def _luhn(digits: str) -> int:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total
