"""A user keeps a filter of the dashboard under a name, or lets it go (U-48)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.agency import SavedView, User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.usecases.ports import Office

NAME_LIMIT, QUERY_LIMIT, KEPT_AT_MOST = 40, 500, 12


def keep_view(office: Office, user: User, name: str, query: str) -> None:
    """The same name again replaces the filter. Raises Invalid, Conflict when the user changed meanwhile."""
    name = " ".join(name.split())
    if not name:
        raise Invalid(Fault("name", "required"))
    if len(name) > NAME_LIMIT or len(query) > QUERY_LIMIT:
        raise Invalid(Fault("name", "too_long"))
    others = tuple(v for v in user.views if v.name != name)
    if len(others) >= KEPT_AT_MOST:
        raise Invalid(Fault("name", "too_many"))
    _save(office, user, (*others, SavedView(name, query)))


def drop_view(office: Office, user: User, name: str) -> None:
    """Twice is once."""
    _save(office, user, tuple(v for v in user.views if v.name != name))


def _save(office: Office, user: User, views: tuple[SavedView, ...]) -> None:
    if views == user.views:
        return
    try:
        office.books.commit(Change(changed=(replace(user, views=views),)))
    except Outdated as faster:
        raise Conflict("user_changed") from faster
