"""What was read on a document, each figure with its confidence and where it was read.

Amounts are integer cents, dates are days, identifiers are stored without spaces. A figure below
TAKEN_FROM is proposed to a person and never taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

TAKEN_FROM = 0.80

DocumentKind = Literal["quote", "invoice", "credit_note", "bank_details", "photo", "certificate", "other"]
Source = Literal["factur-x", "text", "none"]
FigureValue = int | str | date


@dataclass(frozen=True, slots=True)
class Figure:
    """One value, how sure we are (0 to 1), and the place it was read at."""

    value: FigureValue
    confidence: float
    where: str

    @property
    def taken(self) -> bool:
        return self.confidence >= TAKEN_FROM


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read on one document. `figures` maps a field name of FIELDS to its figure."""

    kind: DocumentKind
    source: Source
    confidence: float
    figures: dict[str, Figure] = field(default_factory=dict)
    pages: int = 0
    warnings: tuple[str, ...] = ()


FIELDS = (
    "number", "issued_on", "due_on", "valid_until", "gross_cents", "vat_cents", "net_cents",
    "payable_cents", "currency", "seller_name", "siret", "vat_id", "iban",
)
