"""The people and places of one agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.letter_template import LetterTemplate
from chalicelib.domain.party import Party, PartyAddress, normal_email
from chalicelib.domain.property import Lease, Mandate, Unit
from chalicelib.domain.tie import Tie
from chalicelib.models import keys
from chalicelib.stores.writes import Listing

Ref = tuple[str, ...]
_KEYS: dict[str, Callable[..., keys.Key]] = {
    "party": keys.party, "building": keys.building,
    "address": lambda a, email: keys.address(a, normal_email(email)),
    "unit": lambda a, unit: (keys.unit(a, unit), "UNIT"),
    "lease": lambda a, unit, lease: (keys.unit(a, unit), f"LEASE#{lease}"),
    "mandate": lambda a, unit, mandate: (keys.unit(a, unit), f"MANDATE#{mandate}"),
    "ticket": lambda a, number: (keys.ticket(a, int(number)), keys.HEAD),
    "marker": keys.marker, "decision": keys.decision_link, "space": keys.space_link,
}


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

    def letter(self, key: str, language: str) -> LetterTemplate | None:
        """The agency's own wording of a letter, if it ever had one."""
        found: list[LetterTemplate | None] = self._table.get([keys.letter(self._agency_id, key, language)])
        return found[0]

    def letters(self) -> list[LetterTemplate]:
        found: list[LetterTemplate] = self._table.query(keys.letters(self._agency_id))
        return found

    def parties(self, *party_ids: str) -> list[Party | None]:
        found: list[Party | None] = self._table.get([keys.party(self._agency_id, p) for p in party_ids])
        return found

    def address(self, email: str) -> PartyAddress | None:
        found: list[PartyAddress | None] = self._table.get([keys.address(self._agency_id, normal_email(email))])
        return found[0]

    def unit_rows(self, *, limit: int, fresh: bool = True) -> list[dict[str, Any]]:
        """The first units by address. A filter may do with those read earlier by this directory, at most a minute
        ago."""
        if fresh or self._units is None:
            self._units = list(self.page("unit", limit).rows)
        return self._units

    def unit(self, unit_id: str) -> tuple[Unit, list[Lease], list[Mandate]] | None:
        """A unit with its leases and mandates, or None."""
        found = self._table.query(keys.unit(self._agency_id, unit_id))
        unit = next((e for e in found if isinstance(e, Unit)), None)
        if unit is None:
            return None
        return unit, [e for e in found if isinstance(e, Lease)], [e for e in found if isinstance(e, Mandate)]

    def person(self, party_id: str) -> tuple[Party, list[Tie]] | None:
        """A person with what hangs on him, the newest works files first, or None."""
        found = self._table.query(keys.party(self._agency_id, party_id)[0], newest_first=True)
        party = next((e for e in found if isinstance(e, Party)), None)
        return (party, [e for e in found if isinstance(e, Tie)]) if party else None

    def words(self, kind: str) -> dict[str, str]:
        """What every person of a role, or every unit, is found by, under its id."""
        lines: dict[str, str] = self._table.sheets(keys.sheets(self._agency_id, kind))
        return lines

    def page(self, kind: str, limit: int = 50, cursor: str = "") -> Listing:
        """Rows of one kind in alphabetical order. Raises ValueError for a foreign cursor."""
        listing: Listing
        if kind in ("unit", "building"):
            pk = keys.units(self._agency_id) if kind == "unit" else keys.buildings(self._agency_id)
            listing = self._table.listing("list", pk, limit=limit, cursor=cursor)
        else:
            listing = self._table.listing(
                "list", keys.parties(self._agency_id), prefix=f"{kind}#", limit=limit, cursor=cursor)
        return listing

    def held(self, refs: Iterable[Ref]) -> dict[Ref, Any]:
        """What is kept under these names, without those that do not exist."""
        wanted = list(dict.fromkeys(refs))
        found = self._table.get([_KEYS[kind](self._agency_id, *names) for kind, *names in wanted]) if wanted else []
        return {ref: entity for ref, entity in zip(wanted, found, strict=True) if entity is not None}
