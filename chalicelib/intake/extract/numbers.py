"""The number and the days of a document, told from those of the documents it only refers to.

« Facture n° F-12 » on an invoice is its number; « selon devis n° D-7 » is not. A number holds a digit and
is no date, amount or telephone. The validity may be a day or a duration counted from the issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.intake.extract.amounts import plain
from chalicelib.intake.extract.dates import days_in
from chalicelib.intake.extract.lines import Cell, Line
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import DocumentKind, Figure

_NO = r"(?:n\s?[°ºo]\.?|no\.|nr\.?|num(?:ero)?\.?|number|#|ref(?:erence)?\.?)"
OWN_WORDS: Final[dict[DocumentKind, str]] = {
    "quote": r"(?:devis(?: estimatif| quantitatif| descriptif| detaille)*|proposition(?: commerciale"
    r"| de prix)?|estimation|offre(?: de prix)?|chiffrage|quotation|quote|estimate|proposal"
    r"|pro ?forma)",
    "invoice": r"(?:facture(?: d'acompte| de situation| de solde| definitive| finale| pro\w*)?"
    r"|note d'honoraires|invoice)",
    "credit_note": r"(?:facture d'avoir|avoir|note de credit|credit note)",
}
ANY_WORD: Final = rf"(?:{'|'.join(OWN_WORDS.values())}|document|piece|dossier)"
_VALUE: Final = r"(?P<value>[a-z]{1,4}[ ]?(?=\d)[\w./-]*\d[\w./-]*|[a-z0-9][\w./-]*\d[\w./-]*|\d+)"
_FOREIGN = re.compile(
    r"(?:selon|suivant|sur|votre|vos|relative?\w* a(?: la)?|suite a(?: la)?|cf\.?"
    r"|annul\w+(?: la)?|client\w*|commande|marche|"
    r"contrat|siret|siren|tva|rcs|ape|police|tel\w*|liee?|d'origine|initiale?|du|de la|le|page"
    r"|compte|lot|bon|intra\w*)\W*$"
)
_PAGE_END: Final = 60


def number_of(lines: Sequence[Line], kind: DocumentKind) -> Figure | None:
    """The document's own number, from its strongest label."""
    found = list(_numbers(lines[:_PAGE_END], kind))
    return max(found, key=lambda each: each.confidence) if found else None


def _numbers(lines: Sequence[Line], kind: DocumentKind) -> Iterator[Figure]:
    own = OWN_WORDS.get(kind, ANY_WORD)
    patterns = (
        (0.95, rf"{own}\s*{_NO}\s*(?:de\s+\w+\s*)?[:.]?\s*{_VALUE}"),
        (0.95, rf"{_NO}\s*(?:de |du |d'|de la )?{own}\s*[:.]?\s*{_VALUE}"),
        (0.90, rf"{own}\s*[:#-]?\s*{_VALUE}"),
        (0.84, rf"(?:situation(?: de travaux| mensuelle)?|decompte)\s*{_NO}\s*{_VALUE}"),
        (0.82, rf"^{_NO}\s*(?:de piece|de document|piece|document)?\s*[:.]?\s*{_VALUE}"),
        (0.60, rf"(?:{ANY_WORD}|nos? ref\w*|dossier)\s*{_NO}?\s*[:.]?\s*{_VALUE}"),
    )
    for order, line in enumerate(lines):
        for text in _texts(lines, order):
            flat = folded(plain(text))
            for confidence, pattern in patterns:
                for match in re.finditer(rf"(?<![a-z]){pattern}", flat):
                    value = text[match.start("value") : match.end("value")].strip(" .,-/")
                    if _is_number(value) and not _FOREIGN.search(flat[: match.start()]):
                        yield Figure(value, confidence - 0.001 * order, line.where())


def _texts(lines: Sequence[Line], order: int) -> Iterator[str]:
    """Texts where a number may stand: a cell, a cell and its neighbour, a head and the cell below."""
    cells = lines[order].cells
    for index, cell in enumerate(cells):
        yield cell.text
        if index + 1 < len(cells) and not re.search(r"\d", cell.text):
            yield f"{cell.text} {cells[index + 1].text}"
        below = _below(lines, order, cell)
        if below and not re.search(r"\d", cell.text) and len(cell.text) <= 30:
            yield f"{cell.text} : {below.text}"


def _below(lines: Sequence[Line], order: int, cell: Cell) -> Cell | None:
    for line in lines[order + 1 : order + 3]:
        if line.page != lines[order].page or line.y - lines[order].y > 4 * cell.size:
            return None
        for other in line.cells:
            if cell.overlaps(other):
                return other if len(other.text) <= 30 else None
    return None


def _is_number(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    if not digits or len(value) > 30 or days_in(value) or re.fullmatch(r"\d{1,2}[.,]\d{2}", value):
        return False
    if re.match(
        r"(?:siret|siren|tva|rcs|ape|naf|tel|fax|iban|bic|fr|du|de|le|et|lot|cp|bp|rib|page)\b", folded(value)
    ):
        return False
    return not re.fullmatch(r"0[1-9](?:[. ]?\d\d){4}", value) and not re.fullmatch(r"20\d\d", value)
