"""A manager changes a colleague's name, role or language, takes his access away or gives it back (U-108, W-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import staff
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.typed import Typed
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

FIELDS = ("name", "role", "language")
TRIES = 4


def edit_user(office: Office, user: User, user_id: str, texts: Mapping[str, str], version: int,
              now: datetime) -> None:
    """`version` is the person's as the form showed it. Twice is once. Raises NotFound, NotAllowed, Conflict,
    Invalid with every fault; the last active manager keeps his role."""
    known, users = _found(office, user, user_id)
    typed = Typed(texts)
    after = staff.described(known, typed)
    if typed.faults:
        raise Invalid(*typed.faults)
    if after == known:
        return
    if version != known.version:
        raise Conflict("user_changed")
    try:
        office.books.commit(_change(users, known, after, user, now, "role"))
    except Outdated as faster:
        raise Conflict("user_changed") from faster


def switch_access(office: Office, user: User, user_id: str, now: datetime, *, active: bool) -> None:
    """Open sign-ins end at once. Twice is once. Raises NotFound, NotAllowed, Invalid for the last active manager."""
    for attempt in range(TRIES):
        known, users = _found(office, user, user_id)
        if known.active == active:
            return
        try:
            office.books.commit(_change(users, known, replace(known, active=active), user, now, "access"))
        except Outdated as faster:  # a colleague changed one of the two: is there still a manager left?
            if attempt == TRIES - 1:
                raise Conflict("user_changed") from faster
        else:
            return


def _found(office: Office, user: User, user_id: str) -> tuple[User, list[User]]:
    managers_only(user)
    users = office.directory.users()
    known = next((u for u in users if u.id == user_id), None)
    if known is None:
        raise NotFound("user")
    return known, users


def _change(users: list[User], known: User, after: User, by: User, now: datetime, field: str) -> Change:
    """The manager who remains is written with the one who leaves: two who remove each other cannot both succeed."""
    moved = staff.changed(known, after, by.name, now)
    if not staff.is_manager(known) or staff.is_manager(after):
        return Change(changed=(moved,))
    remains = staff.remaining_manager(users, known)
    if remains is None:
        raise Invalid(Fault(field, "last_manager"))
    return Change(changed=(moved, remains))
