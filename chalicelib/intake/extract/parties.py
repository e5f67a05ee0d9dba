"""Who issues the document: SIRET, VAT number, IBAN and name of the seller, never those of the client.

A key that does not fit lowers the figure to a proposal and is told; the SIRET and the VAT number of one
firm share their SIREN. Two different accounts on a page are a reason to look, so neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from chalicelib.domain.bank_details import compact_iban, iban_length, is_iban
from chalicelib.domain.company_ids import digits_of, is_french_vat_id, is_siret, siren_of
from chalicelib.intake.extract.amounts import plain
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import Figure

_SIRET = re.compile(
    r"(?<![\w])(\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}"
    r"|\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{2})(?![\w])"
)
_VAT = re.compile(r"(?<![\w])(FR[ .]?[0-9A-Z]{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3})(?![\w])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![\w])([A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30})(?![a-z0-9])")
_CLIENT: Final = re.compile(
    r"client|destinataire|acheteur|preneur|maitre d'ouvrage|customer|bill to"
    r"|beneficiaire des travaux"
)
_MARKED: Final = re.compile(r"siret|tva|vat|intra")

Found = tuple[str, bool, str]


def ids_of(lines: Sequence[Line]) -> tuple[dict[str, Figure], list[str]]:
    """Identifiers of the seller, with the warnings their keys deserve."""
    figures: dict[str, Figure] = {}
    warnings: list[str] = []
    siret = _first(_own(lines, _SIRET, digits_of, is_siret))
    vat_id = _first(_own(lines, _VAT, compact_iban, is_french_vat_id))
    if siret:
        figures["siret"] = _figure(siret)
        warnings += [] if siret[1] else ["siret_key_wrong"]
    if vat_id:
        figures["vat_id"] = _figure(vat_id)
        warnings += [] if vat_id[1] else ["vat_key_wrong"]
    if siret and vat_id and siren_of(siret[0]) != siren_of(vat_id[0]):
        warnings.append("siret_and_vat_differ")
    ibans = list({value: (value, good, where) for value, good, where in ibans_in(lines)}.values())
    if ibans:
        first = _first(ibans) or ibans[0]
        figures["iban"] = _figure(first) if len(ibans) == 1 else Figure(first[0], 0.5, first[2])
        warnings += [] if first[1] else ["iban_key_wrong"]
        warnings += [] if len(ibans) == 1 else ["several_ibans"]
    return figures, warnings


def ibans_in(lines: Sequence[Line]) -> Iterator[Found]:
    """Every IBAN printed, cut to the length of its country, with the verdict on its key."""
    for line in lines:
        for match in _IBAN.finditer(plain(line.text)):
            compact = compact_iban(match[1])
            length = iban_length(compact[:2])
            if length and len(compact) >= length:
                yield compact[:length], is_iban(compact[:length]), line.where()


def _own(
    lines: Sequence[Line],
    pattern: re.Pattern[str],
    compact: Callable[[str], str],
    check: Callable[[str], bool],
) -> list[Found]:
    found: list[Found] = []
    for line in lines:
        for cell in line.cells:
            text = plain(cell.text)
            for match in pattern.finditer(text):
                before = folded(line.text.split(cell.text)[0] + text[: match.start()])[-60:]
                if _CLIENT.search(before) or "iban" in before:
                    continue
                value = compact(match[1])
                found.append((value, check(value), line.where()))
    return found


def _first(found: Sequence[Found]) -> Found | None:
    """The first whose key fits, else the first."""
    return next((each for each in found if each[1]), found[0] if found else None)


def _figure(found: Found) -> Figure:
    return Figure(found[0], 0.95 if found[1] else 0.5, found[2])
