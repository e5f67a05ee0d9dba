"""The people of the office: what may be changed about them, and the manager who must remain (U-108, E-M13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import Touch, User, UserRole
from chalicelib.domain.marked import N_
from chalicelib.domain.typed import Typed

ROLES: dict[UserRole, str] = {
    "manager": N_("Gestionnaire"), "accountant": N_("Comptable"), "reader": N_("Lecteur")}


def described(known: User, typed: Typed) -> User:
    """The user with what a form says of name, role and language; faults are in `typed`."""
    role = typed.choice("role", ROLES)
    found: UserRole = next((r for r in ROLES if r == role), known.role)
    return replace(known, name=typed.line("name", 120, required=True), role=found, language=typed.language("language"))


def is_manager(user: User) -> bool:
    return user.active and user.role == "manager"


def remaining_manager(users: Iterable[User], leaving: User) -> User | None:
    """An active manager besides the one who leaves his post, always the same one; None when he is the last."""
    return next((u for u in sorted(users, key=lambda u: u.id) if is_manager(u) and u.id != leaving.id), None)


def changed(before: User, after: User, who: str, now: datetime) -> User:
    """The user after a change of rights: his open sign-ins end with the role or the access they were made for,
    also for the day he gets it back (W-8)."""
    rights = (before.role, before.active) != (after.role, after.active)
    return replace(after, touched=Touch(who, now), sessions_from=now if rights else after.sessions_from)
