"""Sign-in by mail: a link works once, ten minutes, the newest only, in the browser that asked (W-3)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.agency import User

LINK_LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignInLink:
    """The live link of one user. Only hashes are stored; a new request replaces it."""

    user_id: str
    token_hash: str
    browser_hash: str
    created_at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """An open sign-in, found by the hash of its secret; withdrawn by deleting it."""

    secret_hash: str
    user_id: str
    name: str
    email: str
    role: str
    language: str
    opened_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a user typed and has not sent: kept so that nothing is lost (U-8)."""

    ticket_number: int
    user_id: str
    action: str
    fields: dict[str, str]
    document_ids: tuple[str, ...]
    saved_at: datetime
    version: int = 0


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def holds(session: Session, user: User, now: datetime) -> bool:
    """A session is the person's own, not over, not withdrawn, and was opened by who the person still is (W-8)."""
    same = session.user_id == user.id and session.role == user.role
    withdrawn = user.sessions_from is not None and session.opened_at <= user.sessions_from
    return same and user.active and not withdrawn and now < session.ends_at


def usable(link: SignInLink, token: str, browser: str, now: datetime) -> bool:
    """A link made by the operator's own command is bound to no browser."""
    same_browser = not link.browser_hash or hmac.compare_digest(link.browser_hash, digest(browser))
    right = hmac.compare_digest(link.token_hash, digest(token))
    return right and same_browser and now < link.created_at + LINK_LIFE
