"""What is managed: buildings, dwellings and premises, who rents them and under which mandate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from chalicelib.domain.folding import fold
from chalicelib.domain.marked import N_

VoteRule = Literal["unanimity", "two_thirds", "any_one"]
VOTE_RULES: Final[dict[VoteRule, str]] = {
    "unanimity": N_("Unanimité"), "two_thirds": N_("Deux tiers des quotes-parts"),
    "any_one": N_("Un seul accord suffit"),
}


@dataclass(frozen=True, slots=True)
class Building:
    """Several units behind one street door."""

    id: str
    name: str
    address: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A dwelling or premises (« bien, lot »). Its address is that of its building, if it has one."""

    id: str
    label: str
    address: str
    building_id: str = ""
    reference: str = ""
    version: int = 0

    @property
    def place(self) -> str:
        return f"{self.address}, {self.label}" if self.label else self.address


@dataclass(frozen=True, slots=True)
class Lease:
    """Who lives there (« bail »). Open while `ends_on` is None or to come. Flatmates have one each.

    `rent_cents` is the monthly rent, the measure of what may be ordered in an emergency (D-24).
    """

    id: str
    unit_id: str
    tenant_id: str
    starts_on: date
    ends_on: date | None = None
    rent_cents: int | None = None
    version: int = 0

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Mandate:
    """The contract that lets the office act for the owners (« mandat de gestion »).

    `ceiling_cents` is what may be ordered without asking; 0 means always ask (D-24). `shares` are the parts
    of the owners, in their order, over `share_base`: 1 and 2 over 3. None given means equal parts.
    `firm_ceilings` are higher ceilings for single firms, by their id.
    """

    id: str
    unit_id: str
    owner_ids: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None
    ceiling_cents: int = 0
    shares: tuple[int, ...] = ()
    share_base: int = 0
    urgent_clause: str = ""
    urgent_ceiling_cents: int = 0
    vote_rule: VoteRule = "unanimity"
    firm_ceilings: dict[str, int] = field(default_factory=dict)
    version: int = 0

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def share(self, owner_id: str) -> Fraction:
        """The exact part of one owner; 0 for somebody else."""
        if owner_id not in self.owner_ids:
            return Fraction(0)
        if not self.shares:
            return Fraction(1, len(self.owner_ids))
        return Fraction(self.shares[self.owner_ids.index(owner_id)], self.share_base)


def running(mandates: Sequence[Mandate], day: date) -> Mandate | None:
    """The mandate under which the office acts that day."""
    return next((m for m in mandates if m.runs_on(day)), None)


def over(mandates: Sequence[Mandate], day: date) -> bool:
    """The office acted for this unit and does so no more: a mandate has ended and none follows it (E-L11). Where
    there never was one, nothing is over."""
    return any(m.ends_on is not None and m.ends_on < day for m in mandates) and running(mandates, day) is None


def search_words(unit: Unit) -> str:
    """What a unit is found by, folded, its place first: lists are sorted by it."""
    return "\n".join(map(fold, (unit.place, unit.reference)))
