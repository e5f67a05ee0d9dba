"""Whether a sender says that what he sends takes the place of what he sent before (E-C6). Only ever a proposal."""

from __future__ import annotations

import re

from chalicelib.intake.extract.words import folded

READ_AT_MOST = 3000  # characters of a mail
_SAYS = re.compile(
    r"\bannule(?:nt)? et remplace"
    r"|\bnouvelle version\b|\bversion (?:corrigee|modifiee|rectifiee|mise a jour|actualisee|revisee|definitive|[2-9])\b"
    r"|\b(?:devis|facture|decompte|avenant)\s+(?:\w+\s+){0,2}"
    r"(?:corrigee?|modifiee?|rectifiee?|actualisee?|revisee?|mise? a jour|remplace)\b"
    r"|\b(?:remplacer?|en remplacement)\s+(?:(?:le|la|du|de|notre|mon|ce|cette)\s+){0,2}"
    r"(?:precedente?|devis|facture|version|ancienne?|celui|celle)\b"
    r"|\b(?:revised|updated|corrected|amended|new version of(?: the| our)?)\s+(?:quote|quotation|invoice|estimate)\b"
    r"|\breplaces (?:the|our|my|all) (?:previous|former|earlier)\b|\bsupersedes\b"
)
_NAMED = re.compile(r"(?<![a-z0-9])v(?:ersion)?\s?[2-9](?![0-9])|\brev(?:ision)?\s?[1-9b-f]\b|\brectif\w*|\bcorrige")


def says_new_version(text: str, filename: str = "") -> bool:
    """In the words of the mail, or in the name of the file: « devis v2 », « annule et remplace »."""
    name = re.sub(r"[_\-.]+", " ", folded(filename))
    return bool(_SAYS.search(folded(text[:READ_AT_MOST])) or _NAMED.search(name) or _SAYS.search(name))
