"""What a person confirms on a document counts for certain, whoever read it before (U-58).

A value left as it stands is confirmed like a new one; a field emptied is a value taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.document import SUM_DIFFERS, Document, FiledFigure, Kind
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.money import NotAnAmount, parse_amount

KINDS: tuple[Kind, ...] = (  # what a person may call a document; only the application writes the others
    "quote", "signed_quote", "invoice", "credit_note", "payment_voucher", "progress_statement", "change_order",
    "report", "bank_details", "certificate", "photo", "other",
)
AMOUNTS = ("gross_cents", "vat_cents", "net_cents")
NUMBER_LIMIT = 60
CONFIRMED = "confirmed by "
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIELDS = ("number", "issued_on", *AMOUNTS)
Value = int | str | date


@dataclass(frozen=True, slots=True)
class Correction:
    """The form as typed. `version` is the document's as it was shown."""

    kind: str
    number: str
    issued_on: str
    gross_cents: str
    vat_cents: str
    net_cents: str
    version: int


def corrected(document: Document, typed: Correction, who: str, names: Collection[str] = FIELDS) -> Document:
    """The document as this person says it is; figures beside `names` stay as they are. Raises Invalid with every
    fault."""
    faults: list[Fault] = []
    kind = next((k for k in (*KINDS, document.kind) if k == typed.kind), None)
    if kind is None:
        faults.append(Fault("kind", "unknown"))
    values = _values(typed, faults, names)
    if faults or kind is None:
        raise Invalid(*faults)
    kept = {name: f for name, f in document.figures.items() if name not in names}
    confirmed = {name: _confirmed(document.figures.get(name), value, who) for name, value in values.items()}
    return with_figures(replace(document, kind=kind), kept | confirmed)


def with_figures(document: Document, figures: dict[str, FiledFigure]) -> Document:
    """The document with these figures, and the warning when its amounts do not add up."""
    values = {name: f.value for name, f in figures.items() if name in AMOUNTS}
    others = tuple(code for code in document.warnings if code != SUM_DIFFERS)
    return replace(document, figures=figures, warnings=others if adds_up(values) else (*others, SUM_DIFFERS))


def read_on(document: Document, kind: Kind, figures: dict[str, FiledFigure]) -> Document:
    """What was read joins what a person has said meanwhile: that stays, whatever the reading found."""
    said = {name: f for name, f in document.figures.items() if f.where.startswith(CONFIRMED)}
    known = replace(document, kind=document.kind if document.kind_by else kind)
    return with_figures(known, figures | said) if said else replace(known, figures=figures)


def adds_up(values: Mapping[str, Value]) -> bool:
    """HT and TVA make TTC, as far as all three are known."""
    cents = [value for name in AMOUNTS if isinstance(value := values.get(name), int)]
    if len(cents) < len(AMOUNTS):
        return True
    gross, vat, net = cents
    return net + vat == gross


def _values(typed: Correction, faults: list[Fault], names: Collection[str]) -> dict[str, Value]:
    """What each filled field means; the faults of the others are added to the list."""
    found: dict[str, Value] = {}
    if "number" in names and (number := " ".join(typed.number.split())):
        found["number"] = number
        if len(number) > NUMBER_LIMIT:
            faults.append(Fault("number", "too_long"))
    if "issued_on" in names and typed.issued_on.strip():
        day = _day(typed.issued_on.strip())
        if day is None:
            faults.append(Fault("issued_on", "not_a_date"))
        else:
            found["issued_on"] = day
    for name in AMOUNTS:
        text: str = getattr(typed, name)
        if name in names and text.strip():
            _amount(name, text, typed.kind, found, faults)
    return found


def _amount(name: str, text: str, kind: str, found: dict[str, Value], faults: list[Fault]) -> None:
    try:
        cents = parse_amount(text)
    except NotAnAmount:
        faults.append(Fault(name, "not_an_amount"))
        return
    if cents < 0 and kind != "credit_note":
        faults.append(Fault(name, "negative"))
    found[name] = cents


def _day(text: str) -> date | None:
    """The date of a date field, which browsers always write year first (U-124)."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _confirmed(before: FiledFigure | None, value: Value, who: str) -> FiledFigure:
    """Who confirmed a value first stays its witness."""
    if before and before.value == value and before.where.startswith(CONFIRMED):
        return before
    return FiledFigure(value, 1.0, f"{CONFIRMED}{who}", True)
