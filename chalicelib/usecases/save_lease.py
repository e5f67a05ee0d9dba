"""A manager records who lives in a unit, from when to when, and for which rent. Flatmates have a lease each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.party import Party
from chalicelib.domain.property import Lease, Unit
from chalicelib.domain.tie import Tie
from chalicelib.domain.typed import Typed
from chalicelib.usecases.finder import SEVERAL, People
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

FIELDS = ("tenant", "starts_on", "ends_on", "rent")


def save_lease(office: Office, user: User, unit_id: str, lease_id: str, texts: Mapping[str, str], version: int,
               now: datetime) -> None:
    """A new lease has no id yet. Twice is once. Raises NotFound, NotAllowed, Conflict, Invalid."""
    found = office.directory.unit(unit_id)
    known = next((le for le in found[1] if le.id == lease_id), None) if found else None
    if found is None or (lease_id and known is None):
        raise NotFound("lease")
    managers_only(user)
    unit, leases, _ = found
    typed = Typed(texts)
    lease = _typed(office, unit, known, typed)
    if typed.faults:
        raise Invalid(*typed.faults)
    if any(replace(le, version=0) == replace(lease, version=0) for le in leases):
        return
    if known and version != known.version:
        raise Conflict("contact_changed")
    if known is None and any(le.id == lease.id for le in leases):
        raise Invalid(*_twice(typed))
    left = (Tie(known.tenant_id, "lease", unit_id, known.id),) if known and known.tenant_id != lease.tenant_id else ()
    try:
        moved = _tenants(office, unit, known, lease, now)
        office.books.commit(Change(
            added=() if known else (lease,), changed=(*((lease,) if known else ()), *moved), removed=left))
    except Outdated as faster:
        raise Conflict("contact_changed") from faster


def _twice(typed: Typed) -> list[Fault]:
    typed.wrong("tenant", "already_known")
    return list(typed.faults)


def _typed(office: Office, unit: Unit, known: Lease | None, typed: Typed) -> Lease:
    tenant = person(office, "tenant", typed, "tenant", known.tenant_id if known else "")
    starts, ends, rent = typed.day("starts_on", required=True), typed.day("ends_on"), typed.cents("rent")
    if starts and ends and ends < starts:
        typed.wrong("ends_on", "ends_before")
    first = starts or datetime.min.date()
    fresh = Lease(derived("lease", unit.id, tenant, first.isoformat()), unit.id, tenant, first)
    return replace(known or fresh, tenant_id=tenant, starts_on=first, ends_on=ends, rent_cents=rent)


def person(office: Office, role: str, typed: Typed, field: str, known_id: str = "") -> str:
    """Who is named by an address, a reference or a whole name. The one who was there stays while his name does."""
    text = typed.line(field, 300, required=True)
    if not text:
        return ""
    if known_id:
        before = office.directory.parties(known_id)[0]
        if before and text in (before.name, before.email, called(before)):
            return known_id
    found = People.of(office.directory.words(role)).find(text)
    if not found or found == SEVERAL:
        typed.wrong(field, "several_people" if found else "unknown_person")
        return ""
    return found


def called(party: Party) -> str:
    """How a form names a person so that it finds him again."""
    return party.email or party.name


def _tenants(office: Office, unit: Unit, known: Lease | None, lease: Lease, now: datetime) -> tuple[Party, ...]:
    """The tenant is where his lease runs; the one it is taken from is nowhere any more."""
    here, gone = office.directory.parties(lease.tenant_id, known.tenant_id if known else lease.tenant_id)
    runs, moved = lease.runs_on(now.date()), []
    if here and runs and (here.unit_id, here.place) != (unit.id, unit.place):
        moved.append(replace(here, unit_id=unit.id, place=unit.place))
    if here and not runs and lease.starts_on <= now.date() and here.unit_id == unit.id:
        moved.append(replace(here, unit_id="", place=""))
    if gone and here and gone.id != here.id and gone.unit_id == unit.id:
        moved.append(replace(gone, unit_id="", place=""))
    return tuple(moved)
