"""The office: its identity towards correspondents, and the people who work in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Language = Literal["fr", "en"]
UserRole = Literal["manager", "accountant", "reader"]


@dataclass(frozen=True, slots=True)
class Touch:
    """Who changed something last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agency:
    """A property management office. `intake_address` is the public address of the works desk.

    `signature` ends every letter; empty means the user's name and the office's. `opens_at` and `closes_at`
    (HH:MM, Paris) bound the hours in which a reminder may leave. `pace` overrides the reminder days of
    domain/pace.py by name. `undo_seconds` is how long a mail can be taken back (D-31). `touched` says of
    each setting who changed it last (U-108).
    """

    id: str
    name: str
    intake_address: str
    phone: str = ""
    language: Language = "fr"
    undo_seconds: int = 0
    signature: str = ""
    opens_at: str = "08:00"
    closes_at: str = "19:00"
    pace: dict[str, int] = field(default_factory=dict)
    touched: dict[str, Touch] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter of the dashboard that a user keeps: its name and the query of its address."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in. `email` is lower case and unique in the deployment; `views` are kept filters.

    Sign-ins opened up to `sessions_from` are worth nothing any more (W-8). `touched`: who changed his rights last.
    """

    id: str
    agency_id: str
    name: str
    email: str
    role: UserRole = "manager"
    language: Language = "fr"
    active: bool = True
    views: tuple[SavedView, ...] = ()
    sessions_from: datetime | None = None
    touched: Touch | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """The way in from outside: a mail domain or a sign-in address, and the agency it belongs to."""

    purpose: Literal["domain", "login", "all"]
    name: str
    agency_id: str
    user_id: str = ""
