"""One line of an import, decided: what it says, what is known, and what should be true afterwards.

The dry run and the import itself decide alike; only the import commits. Ids follow from what the line says, so
the same file taken in twice changes nothing (K-F11).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from chalicelib.domain.agency import User
from chalicelib.domain.errors import Fault
from chalicelib.domain.job import JobKind
from chalicelib.domain.property import Lease, Mandate
from chalicelib.domain.typed import Typed
from chalicelib.usecases.finder import People, Places
from chalicelib.usecases.ports import Office
from chalicelib.usecases.working_set import WorkingSet

Outcome = Literal["new", "changed", "same"]
Texts = Mapping[str, str]


@dataclass
class Scene:
    """Everything the lines of one part are decided with. `numbers` are ticket numbers reserved for it."""

    office: Office
    kind: JobKind
    who: User
    now: datetime
    work: WorkingSet
    numbers: list[int] = field(default_factory=list)
    _people: dict[str, People] = field(default_factory=dict)
    _contracts: dict[str, tuple[list[Lease], list[Mandate]]] = field(default_factory=dict)

    def people(self, role: str) -> People:
        if role not in self._people:
            self._people[role] = People.of(self.office.directory.words(role))
        return self._people[role]

    @cached_property
    def places(self) -> Places:
        return Places.of(self.office.directory.words("unit"))

    def contracts(self, unit_id: str) -> tuple[list[Lease], list[Mandate]]:
        """The leases and mandates of a unit, as they were when this part began."""
        if unit_id not in self._contracts:
            found = self.office.directory.unit(unit_id)
            self._contracts[unit_id] = (found[1], found[2]) if found else ([], [])
        return self._contracts[unit_id]


class Refused(Exception):
    """A line that cannot be taken, with all its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{f.field}: {f.code}" for f in faults))
        self.faults = tuple(faults)


def checked(typed: Typed) -> None:
    if typed.faults:
        raise Refused(typed.faults)


def outcome(*, new: bool, moved: bool) -> Outcome:
    return "new" if new else "changed" if moved else "same"


def unit_of(scene: Scene, typed: Typed, *, required: bool) -> str:
    """The id of the unit a line names; the fault is noted when there is none."""
    reference, address, label = (typed.line(name, 300) for name in ("unit", "address", "label"))
    if not (reference or address):
        if required:
            typed.wrong("address", "required")
        return ""
    found = scene.places.find(reference, address, label)
    if not found:
        typed.wrong("unit" if reference and not address else "address", "unknown_unit")
    return found


Take = Callable[[Scene, Texts], Outcome]
