"""Who is concerned by works in a unit today: the tenant of the lease, the owner of the mandate, its ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.party import Party
from chalicelib.domain.property import Unit
from chalicelib.domain.ticket import Contact
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class PeopleOfUnit:
    """What a works file takes from its unit. `ceiling_cents` may be ordered without asking (D-24)."""

    unit: Unit
    tenant: Contact | None
    owner: Contact | None
    ceiling_cents: int


def people_of_unit(office: Office, unit_id: str, day: date) -> PeopleOfUnit | None:
    """Two requests, or None when there is no such unit."""
    found = office.directory.unit(unit_id) if unit_id else None
    if found is None:
        return None
    unit, leases, mandates = found
    lease = next((le for le in leases if le.runs_on(day)), None)
    mandate = next((m for m in mandates if m.runs_on(day)), None)
    wanted = (lease.tenant_id if lease else "", mandate.owner_ids[0] if mandate and mandate.owner_ids else "")
    known = {p.id: p for p in office.directory.parties(*filter(None, wanted)) if p} if any(wanted) else {}
    tenant, owner = (_contact(known.get(party_id)) for party_id in wanted)
    return PeopleOfUnit(unit, tenant, owner, mandate.ceiling_cents if mandate else 0)


def _contact(party: Party | None) -> Contact | None:
    return Contact(party.id, party.name, party.phone, party.email, party.language) if party else None
