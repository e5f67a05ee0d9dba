"""The name of the firm that issues the document: a proposal, since a page has no label for it.

It is the line that carries a legal form, or the first line of the page that is no title, address or
telephone, on the side where the client does not stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chalicelib.intake.extract.lines import Cell, Line
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import Figure

_FORM = re.compile(
    r"(?<![\w.])(?:s\.?a\.?r\.?l|s\.?a\.?s\.?u?|e\.?u\.?r\.?l|e\.?i\.?r\.?l|s\.?c\.?o\.?p|sa|ei|sci|snc|ets|"
    r"etablissements|entreprise|micro-?entreprise|auto-?entrepreneur|ltd|limited)(?![\w])"
)
_NOT_A_NAME = re.compile(
    r"\d{5}\b|@|www\.|https?:|\btel|siret|siren|\btva\b|\brcs\b|iban|^\W*(?:page|date|devis"
    r"|facture|avoir|invoice|quote|"
    r"quotation|proposition|estimation|situation|attestation|releve|n°|objet|ref|le\b|client"
    r"|adresse|a l'attention|destinataire|"
    r"bill|to\b|from\b|emetteur|credit|total|description|designation)|\d{1,4},?\s*(?:bis"
    r"|ter)?\s*(?:rue|avenue|av\b|bd\b|boulevard|"
    r"chemin|place|impasse|allee|route|quai|cours|zone|z\.?[aic])|capital"
)
_CLIENT = re.compile(
    r"^\W*(?:client|destinataire|a l'attention|adresse a|facture a|doit|bill to"
    r"|maitre d'ouvrage|pour le compte|customer|adresse de)"
)
_TOP: Final = 14


def seller_name(lines: Sequence[Line]) -> Figure | None:
    """The firm's name, with little confidence unless a legal form stands beside it."""
    top = [line for line in lines if line.page == 1][:_TOP]
    clients: list[Cell] = []
    plain_name: Figure | None = None
    for line in top:
        for cell in line.cells:
            if _CLIENT.search(folded(cell.text)):
                clients.append(cell)
            if any(client.overlaps(cell) for client in clients):
                continue
            name = _name_in(cell.text)
            if name and _FORM.search(folded(name)):
                return Figure(name, 0.8, line.where())
            if name and plain_name is None:
                plain_name = Figure(name, 0.6, line.where())
    return plain_name


def _name_in(text: str) -> str:
    first = re.split(r"\s[-–—|•]\s|,\s|\s{2,}", text.strip())[0].strip()
    if not 2 < len(first) <= 60 or _NOT_A_NAME.search(folded(first)):
        return ""
    return first if sum(character.isalpha() for character in first) >= 3 else ""
