"""Sign-in links, open sessions, and the registry that leads to an agency."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.access_link import Session, SignInLink, holds
from chalicelib.domain.agency import RegistryEntry, User
from chalicelib.models import keys


class Registry:
    """The only reads that come before an agency is known."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def domain(self, name: str) -> RegistryEntry | None:
        return self._entry("domain", name.lower())

    def login(self, email: str) -> RegistryEntry | None:
        return self._entry("login", email)

    def agencies(self) -> list[str]:
        """Every agency of the deployment, for the sweep."""
        found: list[RegistryEntry] = self._table.query(keys.registry("all", "")[0])
        return [entry.agency_id for entry in found]

    def _entry(self, purpose: str, name: str) -> RegistryEntry | None:
        found: list[RegistryEntry | None] = self._table.get([keys.registry(purpose, name)])
        return found[0]


class Access:
    """Who may come in. Expired entries count as gone, whatever the table still holds (D-8)."""

    def __init__(self, table: Any, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id

    def link(self, user_id: str) -> SignInLink | None:
        found: list[SignInLink | None] = self._table.get([keys.sign_in_link(self._agency_id, user_id)])
        return found[0]

    def session(self, user_id: str, secret_hash: str, now: datetime) -> tuple[Session, User] | None:
        """An open session with its person, in one request. It dies with the account and with the role it
        was opened for, whoever changes them (W-8)."""
        session, user = self._table.get([keys.session(self._agency_id, secret_hash),
                                         keys.user(self._agency_id, user_id)])
        return (session, user) if session and user and holds(session, user, now) else None
