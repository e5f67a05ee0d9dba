"""The directory: its tabs, its search, one person's page, and what leaves it as a table (U-67, U-111)."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.domain.capacity import KINDS
from chalicelib.domain.errors import NotFound
from chalicelib.domain.party import Party, certificate
from chalicelib.domain.property import Unit
from chalicelib.domain.ticket import STAGES
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.csv_file import csv_answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import contact_labels as words
from chalicelib.intake.import_columns import COLUMNS
from chalicelib.queries.contacts import Kind, contacts, everything
from chalicelib.queries.party_page import party_page
from chalicelib.usecases.edit_party import confirm_address

EXPORTED: dict[Kind, str] = {"contractor": "contractors", "owner": "owners", "tenant": "tenants", "other": "owners",
                             "unit": "units"}


def directory(request: Request) -> Answer:
    slug, asked = _slug(request), request.asked("q")[:200]
    try:
        found = contacts(request.office, words.TABS[slug], asked, request.asked("suite")[:2000])
    except ValueError as error:
        raise NotFound("cursor") from error
    today = words.today(request)

    def state(firm: Party) -> str:
        """The worst of the firm's certificates."""
        states = {certificate(firm.insurance_until, today), certificate(firm.urssaf_until, today)}
        return next((s for s in ("expired", "soon", "none") if s in states), "valid")
    return page(
        request, "contacts", block="board", found=found, slug_here=slug, tabs=words.TITLES, new=words.NEW,
        here=urlencode({"onglet": slug} | ({"q": found.words} if found.words else {})), state=state,
        certificates=words.CERTIFICATES, may_edit=words.may_edit(request))


def person(request: Request) -> Answer:
    found = party_page(request.office, request.parts["party"], words.today(request))
    if found is None:
        raise NotFound("contact")
    return page(
        request, "contact", view=found, party=found.party, roles=words.ROLES, stages=STAGES, tabs=words.TITLES,
        tab=words.SLUGS[found.party.role], certificates=words.CERTIFICATES, languages=words.LANGUAGES,
        incapacities=KINDS, done=request.asked("fait"), may_edit=words.may_edit(request))


def confirm(request: Request) -> Answer:
    """One click makes an address in doubt one of the person's own (E-C1)."""
    party_id = request.parts["party"]
    confirm_address(request.office, request.user, party_id, request.typed("email"), request.now)
    return redirect(f"/contacts/{party_id}?fait=adresse")


def export(request: Request) -> Answer:
    """The tab as it is searched now, in the columns that an import takes back."""
    slug = _slug(request)
    kind = words.TABS[slug]
    columns = [c for c in COLUMNS[EXPORTED[kind]] if c.name in _OF[kind]]
    rows = ([said[c.name] for c in columns]
            for said in map(_said, everything(request.office, kind, request.asked("q")[:200])))
    return csv_answer(f"{slug}.csv", [c.title for c in columns], rows)


_PERSON = ("reference", "name", "emails", "unconfirmed", "phone", "place", "language")
_OF: dict[Kind, tuple[str, ...]] = {
    "contractor": (*_PERSON, "trades", "siret", "insurance_until", "urssaf_until"), "owner": _PERSON,
    "tenant": (*_PERSON, "address"), "other": _PERSON, "unit": ("reference", "address", "label")}


def _said(each: Party | Unit) -> dict[str, str]:
    """The cells by field, as an import reads them."""
    if isinstance(each, Unit):
        return {"reference": each.reference, "address": each.address, "label": each.label}
    days = {"insurance_until": each.insurance_until, "urssaf_until": each.urssaf_until}
    return {
        "reference": each.reference, "name": each.name, "emails": ", ".join(each.emails),
        "unconfirmed": ", ".join(each.unconfirmed), "phone": each.phone, "place": each.place, "address": each.place,
        "language": "anglais" if each.language == "en" else "français", "trades": ", ".join(each.trades),
        "siret": each.siret, **{name: day.strftime("%d/%m/%Y") if day else "" for name, day in days.items()}}


def _slug(request: Request) -> str:
    """The tab of the address; an unknown one is the first."""
    slug = request.asked("onglet")
    return slug if slug in words.TABS else "entreprises"
