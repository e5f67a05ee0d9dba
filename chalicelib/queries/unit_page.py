"""One unit: who lives there, who owns it in which shares, what may be ordered for it (N-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.party import Party
from chalicelib.domain.property import Building, Lease, Mandate, Unit
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Leases and mandates that run come first. `people` are those they name, by id."""

    unit: Unit
    building: Building | None
    leases: tuple[Lease, ...]
    mandates: tuple[Mandate, ...]
    people: dict[str, Party]
    today: date


def unit_page(office: Office, unit_id: str, today: date) -> UnitPage | None:
    """Two requests, or None when there is no such unit."""
    found = office.directory.unit(unit_id)
    if found is None:
        return None
    unit, leases, mandates = found
    names = (*(le.tenant_id for le in leases), *(owner for m in mandates for owner in (*m.owner_ids, *m.firm_ceilings)))
    here = [("building", unit.building_id)] if unit.building_id else []
    held = office.directory.held([*(("party", name) for name in names), *here])
    building = held.pop(here[0], None) if here else None
    newest = sorted(leases, key=lambda le: (le.runs_on(today), le.starts_on), reverse=True)
    running = sorted(mandates, key=lambda m: (m.runs_on(today), m.starts_on), reverse=True)
    return UnitPage(unit, building, tuple(newest), tuple(running), {ref[1]: p for ref, p in held.items()}, today)
