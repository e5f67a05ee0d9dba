"""Somebody sets his own language, or ends all his open sign-ins (U-107, W-8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import Language, User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.usecases.ports import Office

TRIES = 4
Decision = Callable[[User], User]


def choose_language(office: Office, user: User, language: Language) -> None:
    """The language of his screens and of the mails he gets. Twice is once."""
    _save(office, user, lambda known: replace(known, language=language))


def sign_out_everywhere(office: Office, user: User, now: datetime) -> None:
    """No sign-in opened until now is worth anything, this one neither; nothing has to be searched for."""
    _save(office, user, lambda known: replace(known, sessions_from=now))


def _save(office: Office, user: User, decide: Decision) -> None:
    for _ in range(TRIES):
        known = office.directory.user(user.id)
        if known is None:
            raise NotFound("user")
        after = decide(known)
        if after == known:
            return
        try:
            office.books.commit(Change(changed=(after,)))
        except Outdated:  # a filter was kept, or a right changed, at the same moment
            continue
        return
    raise Conflict("user_changed")
