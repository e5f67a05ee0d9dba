"""A manager records or changes a unit; the building it names comes with it, and tenants follow its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.folding import fold
from chalicelib.domain.party import Party
from chalicelib.domain.property import Building, Unit
from chalicelib.domain.typed import Typed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

FIELDS = ("address", "label", "building", "reference")


def add_unit(office: Office, user: User, texts: Mapping[str, str]) -> str:
    """The id, which follows from the place: the same form twice makes one unit. Raises NotAllowed, Invalid."""
    managers_only(user)
    typed = Typed(texts)
    address, label = typed.line("address", 300, required=True), typed.line("label", 100)
    unit_id = derived("unit", fold(address), fold(label))
    known = office.directory.held([("unit", unit_id)])
    unit = _typed(Unit(unit_id, "", ""), typed)
    if known:
        if replace(known[("unit", unit_id)], version=0) == unit:
            return unit_id
        typed.wrong("address", "already_known")
    if typed.faults:
        raise Invalid(*typed.faults)
    try:
        office.books.commit(Change(added=(unit, *_building(office, unit, typed))))
    except Outdated as faster:
        raise Conflict("contact_changed") from faster
    return unit_id


def edit_unit(office: Office, user: User, unit_id: str, texts: Mapping[str, str], version: int) -> None:
    """`version` is the unit's as the form showed it. Raises NotFound, NotAllowed, Conflict, Invalid."""
    found = office.directory.unit(unit_id)
    if found is None:
        raise NotFound("unit")
    managers_only(user)
    known, leases, _ = found
    typed = Typed(texts)
    after = _typed(known, typed)
    if typed.faults:
        raise Invalid(*typed.faults)
    if after == known:
        return
    if version != known.version:
        raise Conflict("contact_changed")
    tenants = office.directory.held(("party", le.tenant_id) for le in leases)
    moved = tuple(replace(t, place=after.place) for t in tenants.values()
                  if isinstance(t, Party) and t.unit_id == unit_id and t.place != after.place)
    try:
        office.books.commit(Change(added=_building(office, after, typed), changed=(after, *moved)))
    except Outdated as faster:
        raise Conflict("contact_changed") from faster


def _typed(known: Unit, typed: Typed) -> Unit:
    address = typed.line("address", 300, required=True)
    name = typed.line("building", 200)
    return replace(
        known, address=address, label=typed.line("label", 100), reference=typed.line("reference", 60),
        building_id=building_id(name, address) if name else "")


def building_id(name: str, address: str) -> str:
    """The same building for everybody who names it so at this address."""
    return derived("building", fold(name), fold(address))


def _building(office: Office, unit: Unit, typed: Typed) -> tuple[Building, ...]:
    if not unit.building_id or office.directory.held([("building", unit.building_id)]):
        return ()
    return (Building(unit.building_id, typed.line("building", 200), unit.address),)
