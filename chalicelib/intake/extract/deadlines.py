"""The days of a document: issued, due, valid until.

A labelled day is sure; the first day on the page, without a label, is only a proposal. A duration
(« valable 3 mois », « à 30 jours ») counts from the day of issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from chalicelib.intake.extract.amounts import plain
from chalicelib.intake.extract.dates import after_duration, days_in
from chalicelib.intake.extract.lines import Cell, Line
from chalicelib.intake.extract.numbers import ANY_WORD, OWN_WORDS
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import DocumentKind, Figure

_ISSUED: Final = (
    (
        0.95,
        r"date\s+(?:de\s+(?:la\s+)?|du\s+|d')(?:facture|facturation|devis|emission|avoir"
        r"|etablissement|edition|l'offre|offre|document|piece|situation)|(?:invoice|quote"
        r"|quotation|issue|credit note)\s+date|date of (?:issue|invoice)|date facture|date devis"
        r"|date avoir|date d'emission",
    ),
    (0.93, r"(?:emise?|etablie?|edite?e?|facture|issued|dated|fait)\s+(?:le|on|a\s+[\w' -]{2,30},?\s*le)"),
    (0.90, r"\ben date du"),
    (0.90, r"^[a-z' -]{2,30},\s*(?:le|on)|^le\b|^du\b|^date\b"),
    (
        0.84,
        r"^(?!.*\b(?:visite|travaux|intervention|livraison|suite|verse|recu|paye|regle|rendez"
        r"|debut|fin|avant)\b)[a-z'-]+(?: [a-z'-]+){0,2} le",
    ),
    (0.85, r"\bdate\b"),
)
_DUE: Final = (
    (
        0.95,
        r"(?:date\s+d'\s?|date\s+limite\s+(?:de|du)\s+)?(?:echeance|paiement avant|reglement avant"
        r"|reglement limite)(?:\s+(?:de|du)\s+(?:paiement|reglement))?(?:\s+(?:le|au))?"
        r"|due\s+(?:date|on|by)|payment due",
    ),
    (
        0.92,
        r"(?:a\s+(?:payer|regler)|payable|exigible|a\s+regler)\s+(?:avant\s+)?(?:le"
        r"|au plus tard le|jusqu'au)|(?:paiement|reglement|payable)\s+(?:avant le|au plus tard le"
        r"|le|by|before)|date limite de (?:paiement|reglement)",
    ),
)
_VALID: Final = (
    (
        0.95,
        r"valable\s+jusqu'?\s?(?:au|a)|valid(?:ite)?\s*(?:de l'offre|du devis"
        r"|du present devis)?\s*:?\s*jusqu'?\s?(?:au|a)|valid\s+(?:until|to|through)"
        r"|(?:date\s+(?:de\s+(?:fin\s+de\s+)?|limite\s+de\s+|d'\s?))(?:validite|expiration)"
        r"|expir\w+(?:\s+le|\s+on)?|jusqu'au",
    ),
    (0.92, r"valid(?:ite|ity)\b[^.]{0,30}|valable\b"),
)
_FOREIGN = re.compile(
    r"\b(?:selon|suivant|relati\w+|annul\w+|suite|votre|vos|cf|commande|bon|contrat|marche"
    r"|acompte|recu|verse)\b"
)
_LONG_AGO: Final = date(2000, 1, 1)
_DURATION_CONFIDENCE: Final = 0.88


def days_of(lines: Sequence[Line], kind: DocumentKind) -> dict[str, Figure]:
    """issued_on, due_on and valid_until, as far as the page says them."""
    figures: dict[str, Figure] = {}
    due = _best(_labelled(lines, _DUE))
    valid = _best(_labelled(lines, _VALID))
    used = {each.where for each in (due, valid) if each is not None}
    word = OWN_WORDS.get(kind, ANY_WORD)
    own = (
        (0.90, rf"{word}\b[^:]{{0,40}}?\s(?:du|en date du|of|dated)"),
        (0.88, rf"^{word}\s*(?:n\s?[°ºo]\.?)?\s*[\w./-]+"),
    )
    issued = _best(_labelled(lines, (*_ISSUED, *own))) or _first_day(lines, used)
    if issued is not None and isinstance(issued.value, date):
        figures["issued_on"] = issued
        due = due or _counted(lines, issued.value, _DUE)
        valid = valid or _counted(lines, issued.value, _VALID)
    figures |= {name: each for name, each in (("due_on", due), ("valid_until", valid)) if each is not None}
    return figures


def _best(found: Iterator[Figure]) -> Figure | None:
    return max(found, key=lambda each: each.confidence, default=None)


def _labelled(lines: Sequence[Line], labels: Sequence[tuple[float, str]]) -> Iterator[Figure]:
    """Days that follow their label, in their cell or the one before it, or stand under it."""
    for order, line in enumerate(lines):
        for index, cell in enumerate(line.cells):
            text = plain(cell.text)
            for day in days_in(text):
                before = text[: day.start].strip(" :.-(") or (index and plain(line.cells[index - 1].text))
                yield from _told(before or "", day.on, labels, order, line)
        yield from _headed(lines, order, labels)


def _told(
    before: str, on: date, labels: Sequence[tuple[float, str]], order: int, line: Line
) -> Iterator[Figure]:
    """The day, once for each label its words end with."""
    words = folded(before).strip(" :.-(")
    if _FOREIGN.search(words):
        return
    for confidence, pattern in labels:
        if re.search(rf"(?:{pattern})$", words):
            yield Figure(on, confidence - 0.0005 * order, line.where())


def _headed(lines: Sequence[Line], order: int, labels: Sequence[tuple[float, str]]) -> Iterator[Figure]:
    """Days alone in their cell, told by the head of their column."""
    for cell in lines[order].cells:
        days = days_in(cell.text)
        alone = len(days) == 1 and days[0].end - days[0].start >= len(cell.text.strip()) - 3
        head = _head_of(cell, lines, order) if alone else ""
        if head:
            yield from _told(head, days[0].on, labels, order + 40, lines[order])


def _head_of(cell: Cell, lines: Sequence[Line], order: int) -> str:
    line = lines[order]
    for above in reversed(lines[max(0, order - 2) : order]):
        heads = [other.text for other in above.cells if other.overlaps(cell) and len(other.text) <= 40]
        if heads and above.page == line.page and line.y - above.y <= 4 * cell.size:
            return plain(heads[0])
    return ""


def _first_day(lines: Sequence[Line], used: set[str]) -> Figure | None:
    for line in lines:
        for day in days_in(plain(line.text)):
            if line.where() not in used and day.on > _LONG_AGO:
                return Figure(day.on, 0.6, line.where())
    return None


def _counted(lines: Sequence[Line], start: date, labels: Sequence[tuple[float, str]]) -> Figure | None:
    for line in lines:
        text = plain(line.text)
        match = re.search("|".join(pattern for _, pattern in labels), folded(text))
        end = after_duration(start, text[match.start() :]) if match else None
        if end is not None and start < end <= start + timedelta(days=800):
            return Figure(end, _DURATION_CONFIDENCE, line.where())
    return None
