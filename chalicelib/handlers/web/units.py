"""A unit with its leases and mandates, and their forms (N-9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.money import typed_amount
from chalicelib.domain.property import VOTE_RULES, Lease, Mandate
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import contact_labels as words
from chalicelib.queries.unit_page import UnitPage, unit_page
from chalicelib.usecases import save_lease as leases
from chalicelib.usecases import save_mandate as mandates
from chalicelib.usecases import save_unit as units
from chalicelib.usecases.firm_ceilings import shown_ceilings


def show(request: Request) -> Answer:
    return page(request, "unit", view=_view(request), rules=VOTE_RULES, done=request.asked("fait"),
                may_edit=words.may_edit(request))


def blank(request: Request) -> Answer:
    if not words.may_edit(request):
        return redirect("/contacts?onglet=biens")
    return _form(request, "unit_form", {}, None)


def create(request: Request) -> Answer:
    typed = _typed(request, units.FIELDS)
    try:
        unit_id = units.add_unit(request.office, request.user, typed)
    except Invalid as error:
        return _form(request, "unit_form", typed, None, error, status=422)
    return redirect(f"/biens/{unit_id}?fait=nouveau")


def change(request: Request) -> Answer:
    view = _view(request)
    unit = view.unit
    typed = {"address": unit.address, "label": unit.label, "reference": unit.reference,
             "building": view.building.name if view.building else "", "version": str(unit.version)}
    return _form(request, "unit_form", typed, view) if words.may_edit(request) else _back(view)


def save(request: Request) -> Answer:
    view, typed = _view(request), _typed(request, units.FIELDS)
    return _saved(request, "unit_form", typed, view, view.unit.version, lambda: units.edit_unit(
        request.office, request.user, view.unit.id, typed, words.version_of(request)))


def lease_form(request: Request) -> Answer:
    view = _view(request)
    lease = _lease(request, view)
    if not words.may_edit(request):
        return _back(view)
    tenant = view.people.get(lease.tenant_id) if lease else None
    typed = {
        "tenant": leases.called(tenant) if tenant else "", "starts_on": lease.starts_on.isoformat(),
        "ends_on": lease.ends_on.isoformat() if lease.ends_on else "", "version": str(lease.version),
        "rent": typed_amount(lease.rent_cents) if lease.rent_cents is not None else ""} if lease else {}
    return _form(request, "lease_form", typed, view, one=lease)


def save_lease(request: Request) -> Answer:
    view, typed = _view(request), _typed(request, leases.FIELDS)
    lease = _lease(request, view)
    return _saved(request, "lease_form", typed, view, lease.version if lease else 0, lambda: leases.save_lease(
        request.office, request.user, view.unit.id, lease.id if lease else "", typed, words.version_of(request),
        request.now), one=lease)


def mandate_form(request: Request) -> Answer:
    view = _view(request)
    mandate = _mandate(request, view)
    if not words.may_edit(request):
        return _back(view)
    return _form(request, "mandate_form", _shown(mandate, view) if mandate else {}, view, one=mandate,
                 rules=VOTE_RULES, owners=mandates.OWNERS)


def save_mandate(request: Request) -> Answer:
    view, typed = _view(request), _typed(request, mandates.FIELDS)
    mandate = _mandate(request, view)
    name, version = (mandate.id, mandate.version) if mandate else ("", 0)
    return _saved(request, "mandate_form", typed, view, version, lambda: mandates.save_mandate(
        request.office, request.user, view.unit.id, name, typed, words.version_of(request), request.now),
        one=mandate, rules=VOTE_RULES, owners=mandates.OWNERS)


def _shown(mandate: Mandate, view: UnitPage) -> dict[str, str]:
    """The mandate as a person would type it."""
    people = [view.people.get(owner) for owner in mandate.owner_ids]
    owners = {f"owner_{n}": leases.called(who) if who else "" for n, who in enumerate(people)}
    shares = {f"share_{n}": f"{part}/{mandate.share_base}" for n, part in enumerate(mandate.shares)}
    return owners | shares | {
        "starts_on": mandate.starts_on.isoformat(), "ends_on": mandate.ends_on.isoformat() if mandate.ends_on else "",
        "ceiling": typed_amount(mandate.ceiling_cents), "urgent_clause": mandate.urgent_clause,
        "urgent_ceiling": typed_amount(mandate.urgent_ceiling_cents) if mandate.urgent_ceiling_cents else "",
        "vote_rule": mandate.vote_rule, "firm_ceilings": shown_ceilings(mandate.firm_ceilings, view.people),
        "version": str(mandate.version)}


def _saved(request: Request, form: str, typed: dict[str, str], view: UnitPage, current: int,
           act: Callable[[], None], **facts: Any) -> Answer:
    """Back to the unit; or the form again, with what was typed."""
    try:
        act()
    except Invalid as error:
        shown = typed | {"version": request.typed("version")[:10]}
        return _form(request, form, shown, view, error, status=422, **facts)
    except Conflict as error:
        return _form(request, form, typed | {"version": str(current)}, view, status=409, conflict=error.code, **facts)
    return redirect(f"/biens/{view.unit.id}?fait=modifie")


def _form(request: Request, form: str, typed: dict[str, str], view: UnitPage | None, error: Invalid | None = None, *,
          status: int = 200, conflict: str = "", **facts: Any) -> Answer:
    faults = {f.field: f.code for f in error.faults} if error else {}
    return page(request, form, status=status, typed=typed, faults=faults, conflict=conflict, view=view,
                sentences=words.SENTENCES, fields=words.FIELDS, **facts)


def _typed(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.typed(name) for name in names}


def _back(view: UnitPage) -> Answer:
    """A form is for those who may save it; the others see what is recorded."""
    return redirect(f"/biens/{view.unit.id}")


def _view(request: Request) -> UnitPage:
    found = unit_page(request.office, request.parts["unit"], words.today(request))
    if found is None:
        raise NotFound("unit")
    return found


def _lease(request: Request, view: UnitPage) -> Lease | None:
    """The lease of the path, or None for the new one."""
    name = request.parts["lease"]
    found = next((lease for lease in view.leases if lease.id == name), None)
    if found is None and name != "nouveau":
        raise NotFound("lease")
    return found


def _mandate(request: Request, view: UnitPage) -> Mandate | None:
    name = request.parts["mandate"]
    found = next((mandate for mandate in view.mandates if mandate.id == name), None)
    if found is None and name != "nouveau":
        raise NotFound("mandate")
    return found
