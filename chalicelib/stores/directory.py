"""The people and places of one agency."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.party import Party, PartyAddress, normal_email
from chalicelib.domain.property import Lease, Mandate, Unit
from chalicelib.models import keys


class Directory:
    """Reads parties, units and users. Writing goes through Books."""

    def __init__(self, table: Any, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id
        self._units: list[dict[str, Any]] | None = None

    def agency(self) -> Agency:
        """Raises LookupError when the agency does not exist."""
        found: list[Agency | None] = self._table.get([keys.agency(self._agency_id)])
        if found[0] is None:
            raise LookupError(self._agency_id)
        return found[0]

    def user(self, user_id: str) -> User | None:
        found: list[User | None] = self._table.get([keys.user(self._agency_id, user_id)])
        return found[0]

    def users(self) -> list[User]:
        found: list[User] = self._table.query(keys.users(self._agency_id))
        return found

    def parties(self, *party_ids: str) -> list[Party | None]:
        found: list[Party | None] = self._table.get([keys.party(self._agency_id, p) for p in party_ids])
        return found

    def address(self, email: str) -> PartyAddress | None:
        found: list[PartyAddress | None] = self._table.get([keys.address(self._agency_id, normal_email(email))])
        return found[0]

    def party_rows(self, role: str = "") -> list[dict[str, Any]]:
        """Names and addresses in alphabetical order, one request."""
        prefix = f"{role}#" if role else ""
        return list(self._table.listing("list", keys.parties(self._agency_id), prefix=prefix).rows)

    def unit_rows(self, *, fresh: bool = True) -> list[dict[str, Any]]:
        """Units by address. A filter may do with those read earlier by this directory, at most a minute ago."""
        if fresh or self._units is None:
            self._units = self._read_units()
        return self._units

    def _read_units(self) -> list[dict[str, Any]]:
        return list(self._table.listing("list", keys.units(self._agency_id)).rows)

    def unit(self, unit_id: str) -> tuple[Unit, list[Lease], list[Mandate]] | None:
        """A unit with its leases and mandates, or None."""
        found = self._table.query(keys.unit(self._agency_id, unit_id))
        unit = next((e for e in found if isinstance(e, Unit)), None)
        if unit is None:
            return None
        return unit, [e for e in found if isinstance(e, Lease)], [e for e in found if isinstance(e, Mandate)]
