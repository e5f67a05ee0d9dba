"""A manager changes the settings of the agency: identity, hours, pace. What has left stays as it left (U-108)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain import office_settings as settings
from chalicelib.domain.agency import Agency, User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.typed import Typed
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

Section = Literal["identity", "rhythm"]
_READ: dict[Section, Callable[[Agency, Typed], Agency]] = {
    "identity": settings.with_identity, "rhythm": settings.with_rhythm}


def change_agency(office: Office, user: User, section: Section, texts: Mapping[str, str], version: int,
                  now: datetime) -> None:
    """`version` is the agency's as the form showed it. Twice is once. Raises NotAllowed, Conflict, Invalid with
    every fault."""
    managers_only(user)
    known = office.directory.agency()  # read afresh: the office's own copy may be a minute old
    typed = Typed(texts)
    after = _READ[section](known, typed)
    if typed.faults:
        raise Invalid(*typed.faults)
    if replace(after, touched=known.touched) == known:
        return
    if version != known.version:
        raise Conflict("settings_changed")
    try:
        office.books.commit(Change(changed=(settings.stamped(known, after, user.name, now),)))
    except Outdated as faster:
        raise Conflict("settings_changed") from faster
