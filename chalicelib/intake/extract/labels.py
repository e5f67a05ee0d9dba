"""The words that say what an amount is, in French and English, and how far they can be believed.

A label claims the amounts beside or below it. Words that announce an amount nobody owes today, a deposit
asked on order, a share capital, a penalty, a page subtotal, are labels too: they claim their amount as
`other`, so that it is never taken for a total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from chalicelib.intake.extract.amounts import plain
from chalicelib.intake.extract.words import folded

Role = Literal["net", "vat", "gross", "payable", "paid", "retained", "contract", "total", "other"]

_TTC = r"(?:t\.?\s?t\.?\s?c\b\.?|toutes taxes(?: comprises)?|taxes comprises|tva (?:comprise|incluse))"
_HT = r"(?:h\.?\s?t\b\.?(?!\w)|hors[ -]taxes?|hors tva)"
_VAT = r"(?:t\.?\s?v\.?\s?a\b\.?|vat\b)"
_OF = r"(?:\s+(?:de la|du|des|de l'|de|en|net|brut|global|general|final|generale|definitif))*"
_WHAT = (
    r"(?:\s*(?:facture|devis|situation|presente situation|travaux|prestations?|avoir|offre|acompte"
    r"|operation))?"
)

_TABLE: Final[tuple[tuple[Role, float, str], ...]] = (
    # What nobody owes today, first: a longer label always wins over a shorter one.
    (
        "other",
        1.0,
        r"acomptes?\b[^:]{0,40}?(?:a la|au|lors de la|a|avant)\s+(?:commande|signature|reservation"
        r"|demarrage|debut|verser|acceptation|l'acceptation)[^:]*",
    ),
    (
        "other",
        1.0,
        r"\d{1,2}\s?%\s+(?:a la|au|en|a|le|de)\s+(?:commande|signature|solde|debut|demarrage|cours"
        r"|fin|livraison|reception|reservation|l'acceptation)[^:]*",
    ),
    ("other", 1.0, r"(?:deposit|down payment)\b[^:]{0,30}(?:on|with|upon|at|required|requested|due)[^:]*"),
    (
        "other",
        1.0,
        r"solde\s+(?:a la|en fin|de fin|a|au|fin)\s+(?:fin|reception|livraison|achevement"
        r"|l'achevement|de travaux|de chantier|travaux)[^:]*",
    ),
    ("other", 1.0, r"capital(?:\s+social)?(?:\s+de|\s+est de)?|share capital"),
    (
        "other",
        1.0,
        r"(?:a reporter|report(?:e)?\b(?!e)|sous[ -]?total reporte|carried forward"
        r"|brought forward)(?:\s+page)?",
    ),
    ("other", 0.9, r"(?:remise|rabais|ristourne|escompte|discount)\b[^:]{0,30}"),
    ("other", 1.0, r"(?:indemnite|penalite)s?[^:]{0,60}|frais de recouvrement|late payment[^:]{0,40}"),
    (
        "contract",
        1.0,
        r"(?:montant|total|rappel)\s+(?:initial\s+)?(?:du|de la|des|de)\s+(?:marche|devis|commande"
        r"|chantier|contrat|travaux cumules)(?:\s+initial|\s+signe"
        r"|\s+accepte)?(?:\s+n\S*\s+\S+)?[^:]{0,20}",
    ),
    (
        "other",
        1.0,
        r"(?:total\s+|montant\s+)?cumul\w*[^:]{0,40}|avancement[^:]{0,20}"
        r"|reste a facturer[^:]{0,20}",
    ),
    ("other", 0.9, r"(?:prime|aide|subvention|maprimerenov)\b[^:]{0,30}"),
    ("other", 1.0, r"(?:en )?(?:option|variante|plus[ -]value|moins[ -]value)\b[^:]{0,60}"),
    ("other", 1.0, r"credit d'impot[^:]{0,30}|plafond[^:]{0,30}|franchise[^:]{0,30}|minimum[^:]{0,20}"),
    (
        "paid",
        1.0,
        r"(?:montant\s+)?(?:total\s+)?(?:des?\s+|de l'|moins\s+)*(?:acomptes?|avances?|arrhes"
        r"|situations?|factures?)\s+(?:deja\s+)?(?:verses?|recus?|regles?|payes?|percus?|deduits?"
        r"|encaisses?|verse\(s\)|anterieure?s?|precedentes?|factures?|facturees?"
        r"|a deduire)\b[^:\d]{0,60}",
    ),
    (
        "paid",
        1.0,
        r"(?:deja|dont)\s+(?:regle|paye|verse|facture|encaisse|percu)e?s?\b|(?:paiements?"
        r"|reglements?|versements?)\s+(?:deja\s+)?(?:recus?|effectues?|percus?)",
    ),
    (
        "paid",
        1.0,
        r"(?:less\s+)?(?:deposit|amount|advance|payments?|already)\s+(?:already\s+)?(?:paid"
        r"|received)|less deposit|paid to date",
    ),
    (
        "paid",
        0.7,
        r"(?:acompte|avance|arrhes|deduction acompte)s?\b(?:\s+(?:du|n|no|de|sur"
        r"|facture)\b[^:]{0,30})?",
    ),
    ("retained", 1.0, r"retenue\s+(?:de\s+)?garantie[^:]{0,20}|r\.?g\.?\s+\d\s?%|retention\b"),
    (
        "payable",
        1.0,
        rf"(?:montant\s+)?(?:net|reste|solde|total"
        rf"|montant)(?:\s+total)?(?:\s+{_TTC})?\s+(?:restant\s+)?(?:a\s+(?:payer|regler|verser"
        rf"|deduire|rembourser|crediter)|du\b(?!\s+(?:devis|marche|client|au|aux|contrat|chantier"
        rf"|compte|lot|bon))|dus\b)(?:\s+{_TTC})?",
    ),
    ("payable", 1.0, r"(?:balance|amount|total|net)\s+(?:due|payable|to pay)\b|please pay|total to pay"),
    (
        "payable",
        0.8,
        rf"(?:^|\b)(?:a payer|a regler|restant du|reste du|solde|net en votre faveur"
        rf"|net a votre credit|montant a votre credit)\b(?:\s+{_TTC})?",
    ),
    (
        "gross",
        1.0,
        rf"(?:total|montant|net|prix|cout|somme)(?:\s+total)?(?:e)?{_OF}{_WHAT}\s*(?:\(?(?:€|eur"
        rf"|euros?|en euros?)\)?\s*)?\(?{_TTC}\)?",
    ),
    (
        "gross",
        1.0,
        r"(?:grand\s+)?total\s*(?:amount\s*)?\(?(?:incl(?:uding|usive|\.)?|inc\.?"
        r"|with)\s*(?:of\s+)?(?:vat|tax(?:es)?)\)?|gross (?:total|amount)"
        r"|total amount incl\S* (?:vat|tax)",
    ),
    (
        "gross",
        0.7,
        r"grand total|total general|montant total|total amount|total price|prix total"
        r"|total (?:de la )?facture|total (?:du )?devis|cout total|total (?:of the )?(?:quote"
        r"|quotation|invoice)|total (?:eur|euros)",
    ),
    ("gross", 0.6, rf"{_TTC}"),
    (
        "net",
        1.0,
        rf"(?:total|montant|net)(?:\s+total)?(?:e)?{_OF}{_WHAT}\s*(?:\(?(?:€|eur|euros?"
        rf"|en euros?)\)?\s*)?\(?{_HT}\)?(?:\s+(?:apres|net)\s+(?:de\s+)?(?:remise|rabais|deduction"
        rf"|escompte)|\s+remise? (?:deduite|incluse))?",
    ),
    (
        "net",
        1.0,
        r"(?:sub\s?-?total|total|amount|net)\s*\(?(?:excl(?:uding|usive|\.)?|ex\.?|before"
        r"|without)\s*(?:of\s+)?(?:vat|tax(?:es)?)\)?|net (?:total|amount)|total net",
    ),
    ("net", 0.7, rf"sub\s?-?total|sous[ -]?total(?:\s+{_HT})?|base (?:imposable|{_HT})"),
    ("net", 0.5, rf"{_HT}|assiette|base"),
    (
        "vat",
        1.0,
        rf"(?:total|montant|somme)(?:\s+total)?{_OF}\s*(?:des\s+)?(?:{_VAT}"
        rf"|taxes?\b)(?:\s*\(?(?:\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%)\)?)?(?:\s*(?:a"
        rf"|au taux de)\s*\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%)?|total vat|vat (?:total|amount)"
        rf"|total tax(?:es)?",
    ),
    (
        "vat",
        0.8,
        rf"(?:dont\s+)?{_VAT}(?!\s*(?:intra|non|client|n\b|no\b|n°|number|reg|id\b|comprise|incluse"
        rf"|fr\s?\d|:\s*fr))(?:\s+[a-z()]+){{0,3}}?(?:\s*(?:a|@|au taux(?: normal| reduit"
        rf"| intermediaire)? de|taux)?\s*\(?\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%\)?)?|dont taxes?"
        rf"|taxes?\b|sales tax",
    ),
    ("total", 0.4, r"(?:total|totaux|montant|amount)\b"),
)

_PATTERNS: Final = tuple((role, strength, re.compile(pattern)) for role, strength, pattern in _TABLE)


@dataclass(frozen=True, slots=True)
class Label:
    """One label in a text: what it announces, how strongly, and its span."""

    role: Role
    strength: float
    start: int
    end: int


def labels_in(text: str) -> list[Label]:
    """Labels of a text from left to right; where two overlap, the longer one stays."""
    flat = folded(plain(text))
    found = [
        Label(role, strength, match.start(), match.end())
        for role, strength, pattern in _PATTERNS
        for match in pattern.finditer(flat)
        if match.end() > match.start() and _starts_a_word(flat, match.start())
    ]
    kept: list[Label] = []
    for label in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(label.end <= other.start or label.start >= other.end for other in kept):
            kept.append(label)
    return sorted(kept, key=lambda each: each.start)


def _starts_a_word(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()
