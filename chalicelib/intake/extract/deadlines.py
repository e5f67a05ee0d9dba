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
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.words import folded
from chalicelib.intake.reading import Figure

_ISSUED: Final = (
    (0.95, r"date\s+(?:de\s+(?:la\s+)?|du\s+|d')(?:facture|facturation|devis|emission|avoir|etablissement|edition|l'offre|offre|document|piece|situation)|(?:invoice|quote|quotation|issue|credit note)\s+date|date of (?:issue|invoice)|date facture|date devis|date avoir|date d'emission"),
    (0.93, r"(?:emise?|etablie?|edite?e?|facture|issued|dated|fait)\s+(?:le|on|a\s+[\w' -]{2,30},?\s*le)"),
    (0.90, r"(?:facture|devis|avoir|proposition|invoice|quote|situation)\b[^:]{0,40}?\s(?:du|en date du|of|dated)"),
    (0.90, r"^[a-z' -]{2,30},?\s+(?:le|on)|^le\b|^date\b"),
    (0.85, r"\bdate\b"),
)  # fmt: skip
_DUE: Final = (
    (0.95, r"(?:date\s+d'\s?|date\s+limite\s+(?:de|du)\s+)?(?:echeance|paiement avant|reglement avant|reglement limite)(?:\s+(?:de|du)\s+(?:paiement|reglement))?(?:\s+(?:le|au))?|due\s+(?:date|on|by)|payment due"),
    (0.92, r"(?:a\s+(?:payer|regler)|payable|exigible|a\s+regler)\s+(?:avant\s+)?(?:le|au plus tard le|jusqu'au)|(?:paiement|reglement|payable)\s+(?:avant le|au plus tard le|le|by|before)|date limite de (?:paiement|reglement)"),
)  # fmt: skip
_VALID: Final = (
    (0.95, r"valable\s+jusqu'?\s?(?:au|a)|valid(?:ite)?\s*(?:de l'offre|du devis|du present devis)?\s*:?\s*jusqu'?\s?(?:au|a)|valid\s+(?:until|to|through)|(?:date\s+(?:de\s+(?:fin\s+de\s+)?|limite\s+de\s+|d'\s?))(?:validite|expiration)|expir\w+(?:\s+le|\s+on)?|jusqu'au"),
    (0.92, r"valid(?:ite|ity)\b[^.]{0,30}|valable\b"),
)  # fmt: skip
_LONG_AGO: Final = date(2000, 1, 1)
_DURATION_CONFIDENCE: Final = 0.88


def days_of(lines: Sequence[Line]) -> dict[str, Figure]:
    """issued_on, due_on and valid_until, as far as the page says them."""
    figures: dict[str, Figure] = {}
    due = _best(_labelled(lines, _DUE))
    valid = _best(_labelled(lines, _VALID))
    used = {each.where for each in (due, valid) if each is not None}
    issued = _best(_labelled(lines, _ISSUED)) or _first_day(lines, used)
    if issued is not None and isinstance(issued.value, date):
        figures["issued_on"] = issued
        due = due or _counted(lines, issued.value, _DUE)
        valid = valid or _counted(lines, issued.value, _VALID)
    figures |= {name: each for name, each in (("due_on", due), ("valid_until", valid)) if each is not None}
    return figures


def _best(found: Iterator[Figure]) -> Figure | None:
    return max(found, key=lambda each: each.confidence, default=None)


def _labelled(lines: Sequence[Line], labels: Sequence[tuple[float, str]]) -> Iterator[Figure]:
    """Days that follow their label in the line, or stand under it."""
    for order, line in enumerate(lines):
        text = plain(line.text)
        for day in days_in(text):
            before = folded(text[: day.start]).rstrip(" :.-")
            for confidence, pattern in labels:
                if re.search(rf"(?:{pattern})(?:\s*[:(-]*)$", before):
                    yield Figure(day.on, confidence - 0.0005 * order, line.where())
        yield from _headed(lines, order, labels)


def _headed(lines: Sequence[Line], order: int, labels: Sequence[tuple[float, str]]) -> Iterator[Figure]:
    line = lines[order]
    for cell in line.cells:
        days = days_in(cell.text)
        if len(days) != 1 or days[0].end - days[0].start < len(cell.text.strip()) - 3:
            continue
        for above in reversed(lines[max(0, order - 2) : order]):
            heads = [other for other in above.cells if other.overlaps(cell) and len(other.text) <= 40]
            if above.page != line.page or line.y - above.y > 4 * cell.size or not heads:
                continue
            for confidence, pattern in labels:
                if re.search(rf"(?:{pattern})$", folded(plain(heads[0].text)).strip(" :")):
                    yield Figure(days[0].on, confidence - 0.02 - 0.0005 * order, line.where())
            break


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
