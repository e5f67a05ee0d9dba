"""Who is concerned by works in a unit today: the tenant of the lease, the owners of the mandate, its ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.contact_follow import contact_of
from chalicelib.domain.property import Unit, over, running
from chalicelib.domain.ticket import Contact
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class PeopleOfUnit:
    """What a works file takes from its unit. `owner` is the first who can be written to, `owner_ids` all of them;
    `ceiling_cents` may be ordered without asking (D-24); `over` when the mandate has ended and none follows;
    `unable` the owners who cannot decide themselves (E-L12)."""

    unit: Unit
    tenant: Contact | None
    owner: Contact | None
    ceiling_cents: int
    owner_ids: tuple[str, ...] = ()
    over: bool = False
    unable: tuple[str, ...] = ()


def people_of_unit(office: Office, unit_id: str, day: date) -> PeopleOfUnit | None:
    """Two requests, or None when there is no such unit."""
    found = office.directory.unit(unit_id) if unit_id else None
    if found is None:
        return None
    unit, leases, mandates = found
    lease = next((le for le in leases if le.runs_on(day)), None)
    mandate = running(mandates, day)
    tenant_id, owner_ids = lease.tenant_id if lease else "", mandate.owner_ids if mandate else ()
    wanted = [i for i in (tenant_id, *owner_ids) if i]
    people = [p for p in office.directory.parties(*wanted) if p] if wanted else []
    known = {p.id: contact_of(p) for p in people}
    unable = tuple(sorted(p.id for p in people if p.id in owner_ids and not p.can_decide))
    return PeopleOfUnit(unit, known.get(tenant_id), first_reachable([known[i] for i in owner_ids if i in known]),
                        mandate.ceiling_cents if mandate else 0, owner_ids, over(mandates, day), unable)


def first_reachable(owners: list[Contact]) -> Contact | None:
    """The first owner with an address: the letters of the menu begin with him."""
    return next((o for o in owners if o.email), owners[0] if owners else None)
