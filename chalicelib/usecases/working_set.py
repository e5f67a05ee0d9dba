"""What a step of an import has read and decided so far: each line sees what the lines before it made.

Nothing is written here. `taken` gives the decisions since the last time as one Change, guarded by what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.change import Change
from chalicelib.domain.party import Party
from chalicelib.domain.property import Lease, Mandate, Unit
from chalicelib.domain.ticket import Ticket
from chalicelib.usecases.ports import Ref

ROOM = 55  # writes of one transaction; what follows a thing, and the last line, need the rest


@dataclass(slots=True)
class WorkingSet:
    """`read` fetches by name. `touched` keeps the order of first decisions."""

    read: Callable[[Iterable[Ref]], dict[Ref, Any]]
    stored: dict[Ref, Any] = field(default_factory=dict)
    current: dict[Ref, Any] = field(default_factory=dict)
    touched: dict[Ref, None] = field(default_factory=dict)
    beside: list[object] = field(default_factory=list)
    weight: int = 0

    def need(self, refs: Iterable[Ref]) -> None:
        """Read what was not read yet, in as few requests as possible."""
        missing = [ref for ref in dict.fromkeys(refs) if ref not in self.stored]
        found = self.read(missing) if missing else {}
        for ref in missing:
            self.stored[ref] = self.current[ref] = found.get(ref)

    def get(self, ref: Ref) -> Any:
        if ref not in self.stored:
            self.need((ref,))
        return self.current[ref]

    def put(self, ref: Ref, entity: Any) -> bool:
        """Whether this differs from what is there."""
        if self.get(ref) == entity:
            return False
        self.weight += _weight(entity) if ref not in self.touched else 0
        self.current[ref] = entity
        self.touched[ref] = None
        return True

    def add(self, *entities: object) -> None:
        """Things that only accompany the others: history, missions."""
        self.beside += entities
        self.weight += len(entities)

    @property
    def full(self) -> bool:
        return self.weight >= ROOM

    def taken(self) -> Change:
        """The decisions since the last time, and from now on what was decided counts as stored."""
        fresh = tuple(self.current[r] for r in self.touched if self.stored[r] is None)
        moved = tuple(self.current[r] for r in self.touched if self.stored[r] is not None)
        for ref in self.touched:
            entity = self.current[ref]
            if self.stored[ref] is not None and hasattr(entity, "version"):
                entity = replace(entity, version=entity.version + 1)
            self.stored[ref] = self.current[ref] = entity
        change = Change(added=(*fresh, *self.beside), changed=moved)
        self.touched, self.beside, self.weight = {}, [], 0
        return change


def _weight(entity: object) -> int:
    """The writes a thing brings: itself, its line on a sheet, its ties, its counter."""
    if isinstance(entity, Party | Unit | Lease):
        return 2
    if isinstance(entity, Mandate):
        return 1 + len(entity.owner_ids)
    return 5 if isinstance(entity, Ticket) else 1
