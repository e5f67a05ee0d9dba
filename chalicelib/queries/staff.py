"""The people of the office: who may do what, and the open files of one of them (U-108)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import staff
from chalicelib.domain.address_health import AddressHealth
from chalicelib.domain.agency import User
from chalicelib.domain.folding import fold
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Member:
    """One person. `files` is how many open files are his; `heirs` the managers who could take them; `last`:
    he is the only active manager; `health` what is known of his address."""

    user: User
    files: int
    heirs: tuple[User, ...]
    last: bool
    health: AddressHealth | None


def everybody(office: Office) -> list[User]:
    """Those who may come in first, then by name. One request."""
    return sorted(office.directory.users(), key=lambda u: (not u.active, fold(u.name), u.id))


def member(office: Office, user_id: str) -> Member | None:
    """One person with his open files, or None."""
    users = everybody(office)
    found = next((u for u in users if u.id == user_id), None)
    if found is None:
        return None
    heirs = tuple(u for u in users if staff.is_manager(u) and u.id != user_id)
    return Member(found, _files(office, user_id), heirs, staff.is_manager(found) and not heirs,
                  office.mailbox.health(found.email)[0])


def _files(office: Office, user_id: str) -> int:
    count, cursor = 0, ""
    while True:
        listing = office.tickets.rows("all", limit=1000, cursor=cursor)
        count += sum(row.get("manager", "") == user_id for row in listing.rows)
        cursor = listing.cursor
        if not cursor:
            return count
