"""What the office may order by itself, and under which words of the mandate (D-24, N-9).

By default the owner's agreement is always needed. A mandate may hold a ceiling, another one for a firm, and a clause
for emergencies: then works are ordered at once up to its own limit, or else one month's rent, and the owner is told
in the same minute. Above that limit, even in an emergency, a second manager signs too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.property import Lease, Mandate

Ground = Literal["ceiling", "urgent", "countersign", "agreement"]
GROUNDS: dict[Ground, str] = {
    "ceiling": N_("Vous pouvez commander sans demander"),
    "urgent": N_("Urgence : commandez, le propriétaire est prévenu aussitôt"),
    "countersign": N_("Urgence au-delà de la limite : un second gestionnaire doit signer"),
    "agreement": N_("Accord écrit du propriétaire nécessaire"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mandate lets the office do: cents it may spend without asking, for any firm or for one; the clause for
    emergencies and what it covers. Nothing at all when there is no mandate."""

    ceiling_cents: int = 0
    firms: Mapping[str, int] = field(default_factory=dict)
    clause: str = ""
    urgent_cents: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """On which ground, up to which amount, and the words of the mandate that say so (none for a ceiling)."""

    ground: Ground
    limit_cents: int
    clause: str = ""

    @property
    def may_order(self) -> bool:
        return self.ground in ("ceiling", "urgent")


def terms_of(ceiling_cents: int, mandate: Mandate | None, leases: Iterable[Lease], today: date) -> Terms:
    """`ceiling_cents` is what the file knows of the ceiling; the emergency limit is one month's rent when the clause
    names none."""
    if mandate is None:
        return Terms(ceiling_cents)
    rents = [lease.rent_cents for lease in leases if lease.runs_on(today) and lease.rent_cents]
    return Terms(ceiling_cents, mandate.firm_ceilings, mandate.urgent_clause.strip(),
                 mandate.urgent_ceiling_cents or sum(rents))


def verdict(terms: Terms, amount_cents: int | None, firm_id: str = "", *, urgent: bool) -> Verdict:
    """Whether works of this amount (TTC) may be ordered from this firm. An unknown amount is never within a limit."""
    ceiling = max(terms.ceiling_cents, terms.firms.get(firm_id, 0))
    if amount_cents is not None and 0 < amount_cents <= ceiling:
        return Verdict("ceiling", ceiling)
    if not urgent or not terms.clause:
        return Verdict("agreement", ceiling)
    if amount_cents is not None and 0 < amount_cents <= terms.urgent_cents:
        return Verdict("urgent", terms.urgent_cents, terms.clause)
    return Verdict("countersign", terms.urgent_cents, terms.clause)
