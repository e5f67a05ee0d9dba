"""Users and roles: the list, an invitation, a person with his access and his open files (U-108, E-M13)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.staff import ROLES
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import settings_labels as words
from chalicelib.handlers.web.contact_labels import LANGUAGES, version_of
from chalicelib.queries import staff
from chalicelib.usecases import edit_user as users
from chalicelib.usecases import invite_user as invitations
from chalicelib.usecases.hand_over import hand_over

LIST = "/reglages/utilisateurs"


def everybody(request: Request) -> Answer:
    return page(request, "staff", people=staff.everybody(request.office), invited=request.asked("invite"),
                **_words())


def blank(request: Request) -> Answer:
    return _invite(request, {"nonce": request.office.secrets.new_id(), "role": "manager",
                             "language": request.office.agency.language})


def invite(request: Request) -> Answer:
    typed = {name: request.typed(name) for name in invitations.FIELDS}
    nonce = request.typed("nonce")[:100] or request.office.secrets.new_id()
    try:
        invitations.invite_user(request.office, request.user, typed, nonce, request.now)
    except Invalid as error:
        return _invite(request, typed | {"nonce": nonce}, error, status=422)
    except Conflict as error:
        again = typed | {"nonce": request.office.secrets.new_id()}
        return _invite(request, again, status=409, conflict=error.code)
    return redirect(f"{LIST}?invite=1")


def show(request: Request) -> Answer:
    found = _member(request)
    return _one(request, found, _shown(found))


def save(request: Request) -> Answer:
    typed = {name: request.typed(name) for name in users.FIELDS} | {"version": request.typed("version")[:10]}
    user_id = request.parts["user"]
    try:
        users.edit_user(request.office, request.user, user_id, typed, version_of(request), request.now)
    except Invalid as error:
        return _one(request, _member(request), typed, error, status=422)
    except Conflict as error:
        found = _member(request)
        return _one(request, found, typed | {"version": str(found.user.version)}, status=409, conflict=error.code)
    return redirect(f"{LIST}/{user_id}?fait=modifie")


def switch(request: Request) -> Answer:
    """Take the access away, or give it back."""
    user_id, active = request.parts["user"], request.typed("act") == "open"
    try:
        users.switch_access(request.office, request.user, user_id, request.now, active=active)
    except Invalid as error:
        found = _member(request)
        return _one(request, found, _shown(found), error, status=422)
    return redirect(f"{LIST}/{user_id}?fait={'ouvert' if active else 'ferme'}")


def hand_over_files(request: Request) -> Answer:
    """The open files of somebody who leaves go to another manager (E-M13)."""
    user_id, nonce = request.parts["user"], request.typed("nonce")[:100] or request.office.secrets.new_id()
    try:
        hand_over(request.office, request.user, user_id, request.typed("to")[:60], nonce, request.now)
    except Invalid as error:
        found = _member(request)
        return _one(request, found, _shown(found), error, status=422)
    return redirect(f"{LIST}/{user_id}?fait=confie")


def _member(request: Request) -> staff.Member:
    found = staff.member(request.office, request.parts["user"])
    if found is None:
        raise NotFound("user")
    return found


def _shown(found: staff.Member) -> dict[str, str]:
    user = found.user
    return {"name": user.name, "role": user.role, "language": user.language, "version": str(user.version)}


def _one(request: Request, found: staff.Member, typed: dict[str, str], error: Invalid | None = None, *,
         status: int = 200, conflict: str = "") -> Answer:
    return page(request, "staff_member", status=status, member=found, person=found.user, typed=typed,
                faults=_faults(error), conflict=conflict, done=request.asked("fait"),
                nonce=request.office.secrets.new_id(), recorded=_recorded(found, typed) if conflict else {}, **_words())


def _recorded(found: staff.Member, typed: dict[str, str]) -> dict[str, str]:
    """What a colleague saved where something else was typed."""
    return {name: value for name, value in _shown(found).items() if typed[name] != value}


def _invite(request: Request, typed: dict[str, str], error: Invalid | None = None, *, status: int = 200,
            conflict: str = "") -> Answer:
    return page(request, "staff_invite", status=status, typed=typed, faults=_faults(error), conflict=conflict,
                **_words())


def _faults(error: Invalid | None) -> dict[str, str]:
    return {f.field: f.code for f in error.faults} if error else {}


def _words() -> dict[str, Any]:
    return {"sections": words.SECTIONS, "sentences": words.SENTENCES, "fields": words.FIELDS, "roles": ROLES,
            "languages": LANGUAGES}
