"""The form of a person: new or changed, what was typed is kept, a colleague's change is never undone (U-112)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import capacity_form
from chalicelib.domain.capacity import KINDS
from chalicelib.domain.contact_form import fields_of, shown
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.party import Party, PartyRole
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import contact_labels as words
from chalicelib.usecases.add_party import add_party
from chalicelib.usecases.edit_party import edit_party

PEOPLE: dict[str, PartyRole] = {
    "entreprises": "contractor", "proprietaires": "owner", "locataires": "tenant", "autres": "other"}


def blank(request: Request) -> Answer:
    slug = _slug(request)
    if not words.may_edit(request):
        return redirect(_tab(slug))
    return _form(request, slug, {"nonce": request.office.secrets.new_id(), "language": "fr"}, back=_tab(slug))


def create(request: Request) -> Answer:
    slug = _slug(request)
    role, nonce = PEOPLE[slug], request.typed("nonce")[:100] or request.office.secrets.new_id()
    texts = {name: request.typed(name) for name in fields_of(role)}
    try:
        party_id = add_party(request.office, request.user, role, texts, nonce, request.now)
    except Invalid as error:
        return _form(request, slug, texts | {"nonce": nonce}, error, back=_tab(slug), status=422)
    except Conflict as error:
        again = texts | {"nonce": request.office.secrets.new_id()}
        return _form(request, slug, again, back=_tab(slug), status=409, conflict=error.code)
    return redirect(f"/contacts/{party_id}?fait=nouveau")


def change(request: Request) -> Answer:
    party = _party(request)
    if not words.may_edit(request):
        return redirect(f"/contacts/{party.id}")
    return _edit(request, party, shown(party) | capacity_form.shown(party), str(party.version))


def save(request: Request) -> Answer:
    party, version = _party(request), words.version_of(request)
    asked = fields_of(party.role) + (capacity_form.FIELDS if party.role == "owner" else ())
    texts = {name: request.typed(name) for name in asked}
    try:
        edit_party(request.office, request.user, party.id, texts, version, request.now)
    except Invalid as error:
        return _edit(request, party, texts, request.typed("version")[:10], error, status=422)
    except Conflict as error:
        current = _party(request)
        return _edit(request, current, texts, str(current.version), status=409, conflict=error.code)
    return redirect(f"/contacts/{party.id}?fait=modifie")


def _edit(request: Request, party: Party, typed: dict[str, str], version: str, error: Invalid | None = None,
          **more: Any) -> Answer:
    slug = words.SLUGS[party.role]
    return _form(request, slug, typed | {"version": version}, error, party=party, back=f"/contacts/{party.id}", **more)


def _form(request: Request, slug: str, typed: dict[str, str], error: Invalid | None = None, *, back: str,
          party: Party | None = None, status: int = 200, conflict: str = "") -> Answer:
    faults = {f.field: f.code for f in error.faults} if error else {}
    return page(
        request, "contact_form", status=status, typed=typed, faults=faults, conflict=conflict, party=party, back=back,
        asked=fields_of(PEOPLE[slug]), tab=slug, role=PEOPLE[slug], new=words.NEW, sentences=words.SENTENCES,
        fields=words.FIELDS, languages=words.LANGUAGES, incapacities=KINDS)


def _party(request: Request) -> Party:
    found = request.office.directory.parties(request.parts["party"])[0]
    if found is None:
        raise NotFound("contact")
    return found


def _slug(request: Request) -> str:
    slug = request.typed("onglet") or request.asked("onglet")
    if slug not in PEOPLE:
        raise NotFound("tab")
    return slug


def _tab(slug: str) -> str:
    return f"/contacts?onglet={slug}"
