"""Adding a file: the browser posts it to the file store, then a person confirms it joins the ticket.

The store sends the browser back with a GET, which must change nothing; so the last step is a POST.
"""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib import bootstrap
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import FORMS, page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.composer import SLUGS
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import number_of
from chalicelib.intake.names import mended
from chalicelib.usecases.add_upload import add_upload, upload_prefix
from chalicelib.usecases.keep_draft import keep_draft


def choose_file(request: Request) -> Answer:
    return _form(request)


def file_arrived(request: Request) -> Answer:
    """Where the file store sends the browser back."""
    number, key = number_of(request), request.asked("key")
    if not key.startswith(upload_prefix(request.office.agency.id, number)):
        raise NotFound("upload")
    return page(request, "upload_arrived", number=number, key=key, filename=_name(key), into=_slug(request))


def confirm(request: Request) -> Answer:
    number, key = number_of(request), request.typed("key")
    limit = bootstrap.settings().upload_limit_mb * 1_000_000
    try:
        document_id = add_upload(request.office, request.user, number, key, _name(key), limit, request.now)
    except Invalid as error:
        return _form(request, {f.field: f.code for f in error.faults}, 422)
    slug = request.typed("pour")
    if slug in SLUGS:
        _tick(request, number, SLUGS[slug], document_id)
        return redirect(f"/tickets/{number}/ecrire/{slug}")
    if slug in FORMS.values():
        return redirect(f"/tickets/{number}/{slug}")
    return redirect(f"/tickets/{number}#documents")


def _tick(request: Request, number: int, key: str, document_id: str) -> None:
    """The file just added is attached to the letter it was added for."""
    file = request.office.tickets.file(number)
    draft = file.draft(request.user.id, key) if file else None
    if draft:
        ids = tuple(dict.fromkeys((*draft.document_ids, document_id)))
        keep_draft(request.office, request.user, number, key, draft.fields, ids, request.now)


def _form(request: Request, faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    number = number_of(request)
    file = request.office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    limit, slug = bootstrap.settings().upload_limit_mb, _slug(request)
    key = upload_prefix(request.office.agency.id, number) + request.office.secrets.new_id() + "/${filename}"
    query = f"?{urlencode({'pour': slug})}" if slug else ""
    back = f"{bootstrap.settings().base_url}/tickets/{number}/ajoute{query}"
    address, fields = request.office.files.upload_form(key, limit * 1_000_000, back)
    return page(request, "upload", status=status, ticket=file.ticket, address=address, hidden=fields, limit=limit,
                into=slug, faults=faults or {}, sentences=FAULTS, fields=FIELDS, files_from=request.office.files.origin)


def _name(key: str) -> str:
    """Some stores read the name in a form as Latin-1; browsers write it as UTF-8."""
    return mended(key.rpartition("/")[2])


def _slug(request: Request) -> str:
    slug = request.asked("pour") or request.typed("pour")
    return slug if slug in SLUGS or slug in FORMS.values() else ""
