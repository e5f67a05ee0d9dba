"""A participant deposits a file: the browser posts it to the file store, then he says what it is (S-01, S-11).

The address of an upload names the space it was made for: nobody takes in what somebody else has uploaded.
"""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.access_link import digest
from chalicelib.domain.conversation import reply_address
from chalicelib.domain.correction import KINDS as TYPES
from chalicelib.domain.description import Description
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.words import KINDS
from chalicelib.domain.work_package import ROLES
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import space_labels
from chalicelib.handlers.web.space import holder
from chalicelib.handlers.web.space_acts import back_to
from chalicelib.intake.names import mended
from chalicelib.queries.space import Space
from chalicelib.usecases.add_upload import Import, add_upload, guessed, upload_prefix
from chalicelib.usecases.ports import Office

TYPED = ("kind", "information", "gross_cents", "vat_cents")


def choose(request: Request) -> Answer:
    office, space = _depositor(request)
    return _choose(request, office, space)


def arrived(request: Request) -> Answer:
    """Where the file store sends the browser back."""
    office, space = _depositor(request)
    key = _key(request, office, space, request.asked("key"))
    kind = guessed(_name(key))
    only = space.packages[0].id if len(space.packages) == 1 and not space.everything else ""
    return _form(request, office, space, key, {"kind": "" if kind == "other" else kind}, (only,))


def confirm(request: Request) -> Answer:
    office, space = _depositor(request)
    key = _key(request, office, space, request.typed("key"))
    typed = {name: request.typed(name) for name in TYPED}
    lots = tuple(p.id for p in space.packages if p.id in request.chosen("lot"))
    limit = bootstrap.settings().upload_limit_mb * 1_000_000
    known = {d.sha256 for d in space.file.documents}
    try:
        if not lots and space.packages and not space.everything:
            raise Invalid(Fault("lot", "no_package"))
        said = Import(Description(*typed.values(), packages=lots))
        added = add_upload(office, space.author, space.file.ticket.number, key, _name(key), limit, request.now, said)
    except Invalid as error:
        faults = {f.field: f.code for f in error.faults}
        if "file" in faults:
            return _choose(request, office, space, faults, 422)
        return _form(request, office, space, key, typed, lots, faults, 422)
    except Conflict as error:
        return _form(request, office, space, key, typed, lots, {"file": error.code}, 409)
    fresh = holder(request)[1]
    found = fresh.document(added)
    before = found is None or found.sha256 in known
    return redirect(back_to(request, f"/pieces/{added}" if found else "", "known" if before else "deposit"))


def deposit_prefix(agency_id: str, number: int, token: str) -> str:
    return f"{upload_prefix(agency_id, number)}{digest(token)[:20]}/"


def _depositor(request: Request) -> tuple[Office, Space]:
    office, space = holder(request)
    if not space.may_deposit():
        raise NotFound("page")
    return office, space


def _key(request: Request, office: Office, space: Space, key: str) -> str:
    if not key.startswith(deposit_prefix(office.agency.id, space.file.ticket.number, request.link)):
        raise NotFound("upload")
    return key


def _name(key: str) -> str:
    return mended(key.rpartition("/")[2])


def _choose(request: Request, office: Office, space: Space, faults: dict[str, str] | None = None,
            status: int = 200) -> Answer:
    settings = bootstrap.settings()
    prefix = deposit_prefix(office.agency.id, space.file.ticket.number, request.link)
    key = prefix + office.secrets.new_id() + "/${filename}"
    back = f"{settings.base_url}/espace/{request.link}/depose"
    address, fields = office.files.upload_form(key, settings.upload_limit_mb * 1_000_000, back)
    talk = space.file.conversation(space.member.party_id)
    return _page(request, office, space, "space_upload", address=address, hidden=fields,
                 limit=settings.upload_limit_mb, faults=faults or {}, status=status, files_from=office.files.origin,
                 mail=reply_address(talk, office.post.inbound_domain) if talk else "")


def _form(request: Request, office: Office, space: Space, key: str, typed: dict[str, str], lots: tuple[str, ...],
          faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    return _page(request, office, space, "space_arrived", key=key, filename=_name(key), typed=typed, lots=lots,
                 types={code: KINDS[code] for code in TYPES}, faults=faults or {}, status=status)


def _page(request: Request, office: Office, space: Space, template: str, **facts: Any) -> Answer:
    return page(request, template, space=space, ticket=space.file.ticket, member=space.member, agency=office.agency,
                token=request.link, chosen=request.asked("langue"), roles=ROLES, sentences=space_labels.FAULTS,
                fields=space_labels.FIELDS, **facts)
