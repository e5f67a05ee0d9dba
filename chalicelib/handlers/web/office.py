"""The settings of the agency: who it is, its hours and its pace, with defaults and who changed what (U-108)."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domain import office_settings as settings
from chalicelib.domain.agency import Agency
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import settings_labels as words
from chalicelib.handlers.web.contact_labels import LANGUAGES, version_of
from chalicelib.usecases.change_agency import Section, change_agency


def overview(request: Request) -> Answer:
    return page(request, "settings", sections=words.SECTIONS)


def identity(request: Request) -> Answer:
    agency = request.office.directory.agency()
    return _identity(request, agency, settings.values_of(agency), agency.version)


def save_identity(request: Request) -> Answer:
    typed = {name: request.typed(name) for name in settings.IDENTITY}
    return _saved(request, "identity", typed)


def rhythm(request: Request) -> Answer:
    agency = request.office.directory.agency()
    return _rhythm(request, agency, settings.values_of(agency), agency.version)


def save_rhythm(request: Request) -> Answer:
    """The defaults are saved as if they had been typed."""
    typed = {name: request.typed(name) for name in settings.RHYTHM}
    if request.typed("act") == "defaults":
        typed = settings.default_values()
    return _saved(request, "rhythm", typed)


_PATHS: dict[Section, str] = {"identity": "/reglages/agence", "rhythm": "/reglages/delais"}


def _saved(request: Request, section: Section, typed: dict[str, str]) -> Answer:
    form = _identity if section == "identity" else _rhythm
    try:
        change_agency(request.office, request.user, section, typed, version_of(request), request.now)
    except Invalid as error:
        return form(request, request.office.directory.agency(), typed, version_of(request), error, status=422)
    except Conflict as error:
        agency = request.office.directory.agency()
        return form(request, agency, typed, agency.version, status=409, conflict=error.code)
    bootstrap.forget(request.office.agency.id)  # this process shows it at once, the others within a minute
    return redirect(f"{_PATHS[section]}?fait=1")


def _identity(request: Request, agency: Agency, typed: dict[str, str], version: int, error: Invalid | None = None, *,
              status: int = 200, conflict: str = "") -> Answer:
    return page(request, "settings_identity", status=status, languages=LANGUAGES,
                **_facts(request, agency, typed, version, error, conflict))


def _rhythm(request: Request, agency: Agency, typed: dict[str, str], version: int, error: Invalid | None = None, *,
            status: int = 200, conflict: str = "") -> Answer:
    return page(request, "settings_rhythm", status=status, groups=words.GROUPS, units=words.UNITS,
                a_day=words.A_DAY, bounds=settings.bounds(), defaults=settings.default_values(),
                changed=_moved(agency), **_facts(request, agency, typed, version, error, conflict))


def _moved(agency: Agency) -> bool:
    """Whether anything differs from the defaults."""
    values = settings.values_of(agency)
    return any(values[name] != value for name, value in settings.default_values().items())


def _facts(request: Request, agency: Agency, typed: dict[str, str], version: int,
           error: Invalid | None, conflict: str) -> dict[str, Any]:
    return {
        "sections": words.SECTIONS, "sentences": words.SENTENCES, "fields": words.FIELDS, "office": agency,
        "typed": typed | {"version": str(version)}, "faults": {f.field: f.code for f in error.faults} if error else {},
        "recorded": settings.differing(typed, settings.values_of(agency)) if conflict else {}, "conflict": conflict,
        "done": request.asked("fait")}
