"""What is managed: a dwelling or premises, who rents it and under which mandate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unit:
    """A dwelling or premises (« bien, lot »)."""

    id: str
    label: str
    address: str
    version: int = 0

    @property
    def place(self) -> str:
        return f"{self.address}, {self.label}" if self.label else self.address


@dataclass(frozen=True, slots=True)
class Lease:
    """Who lives there (« bail »). Open while `ends_on` is None or to come."""

    id: str
    unit_id: str
    tenant_id: str
    starts_on: date
    ends_on: date | None = None

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Mandate:
    """The contract that lets the office act for the owners (« mandat de gestion »).

    `ceiling_cents` is what may be ordered without asking; 0 means always ask (D-24).
    """

    id: str
    unit_id: str
    owner_ids: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None
    ceiling_cents: int = 0

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
