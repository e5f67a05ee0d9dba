"""« Importer »: the browser posts a file to the file store, then a person says what it is and it joins the ticket
(S-10, S-11). A new version of a document comes the same way.

The store sends the browser back with a GET, which must change nothing; so the last step is a POST.
"""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib import bootstrap
from chalicelib.domain import words
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.correction import KINDS
from chalicelib.domain.description import shown
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.domain.progress import PROGRESS
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.versions import current
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import FORMS, page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.composer import SLUGS
from chalicelib.handlers.web.paper_forms import kept, said
from chalicelib.handlers.web.paper_labels import FIELDS, SENTENCES
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.intake.names import mended
from chalicelib.queries.issuers import issuers
from chalicelib.usecases.add_upload import Import, add_upload, guessed, taken_before, upload_prefix
from chalicelib.usecases.keep_draft import keep_draft

OFFERED = 100  # documents that may be named as replaced; any other one has « Nouvelle version » in its history


def choose_file(request: Request) -> Answer:
    return _choose(request, request.asked("remplace"))


def new_version(request: Request) -> Answer:
    """The same, from the document that is to be replaced."""
    return _choose(request, request.parts["document"])


def file_arrived(request: Request) -> Answer:
    """Where the file store sends the browser back."""
    key = _key(request, request.asked("key"))
    file = file_of(request)
    old = file.document(request.asked("remplace"))
    typed = {"kind": guessed(_name(key))}
    if typed["kind"] == "other":
        typed["kind"] = ""
    if old:
        typed |= {name: text for name, text in shown(old).items() if name in ("kind", "information", "firm")}
        typed["replaces"] = old.id
    lots = old.packages if old else (request.asked("lot"),)
    return _arrived(request, file, key, typed, lots, into=_slug(request))


def confirm(request: Request) -> Answer:
    number, key = number_of(request), request.typed("key")
    limit = bootstrap.settings().upload_limit_mb * 1_000_000
    file = request.office.tickets.file(number)
    before = {d.id for d in file.documents} if file else set()
    wanted = Import(said(request), request.typed("replaces")) if "kind" in request.form else Import()
    try:
        added = add_upload(request.office, request.user, number, key, _name(key), limit, request.now, wanted)
    except Invalid as error:
        faults = {f.field: f.code for f in error.faults}
        if "file" in faults:
            return _choose(request, request.typed("replaces"), faults, 422)
        return _arrived(request, file_of(request), _key(request, key), kept(request), request.chosen("lot"), faults,
                        422)
    except Conflict as error:
        return _arrived(request, file_of(request), _key(request, key), kept(request), request.chosen("lot"),
                        {"replaces": error.code}, 409)
    slug = request.typed("pour")
    if slug in SLUGS:
        _tick(request, number, SLUGS[slug], added)
        return redirect(f"/tickets/{number}/ecrire/{slug}")
    if slug in FORMS.values():
        return redirect(f"/tickets/{number}/{slug}")
    known = added in before and not taken_before(request.office, key)
    return redirect(f"/tickets/{number}/pieces/{added}/historique{'?deja=1' if known else ''}")


def _tick(request: Request, number: int, key: str, document_id: str) -> None:
    """The file just added is attached to the letter it was added for."""
    file = request.office.tickets.file(number)
    draft = file.draft(request.user.id, key) if file else None
    if draft:
        ids = tuple(dict.fromkeys((*draft.document_ids, document_id)))
        keep_draft(request.office, request.user, number, key, draft.fields, ids, request.now)


def _choose(request: Request, replaces: str, faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    """The form that goes straight to the file store."""
    file, office = file_of(request), request.office
    old = file.document(replaces) if replaces else None
    if replaces and (old is None or old.reading == "held"):
        raise NotFound("document")
    limit, slug = bootstrap.settings().upload_limit_mb, _slug(request)
    key = upload_prefix(office.agency.id, file.ticket.number) + office.secrets.new_id() + "/${filename}"
    carried = {"pour": slug, "remplace": old.id if old else "", "lot": request.asked("lot") or request.typed("lot")}
    query = urlencode({name: value for name, value in carried.items() if value})
    back = f"{bootstrap.settings().base_url}/tickets/{file.ticket.number}/ajoute{'?' if query else ''}{query}"
    address, fields = office.files.upload_form(key, limit * 1_000_000, back)
    return page(request, "upload", status=status, ticket=file.ticket, address=address, hidden=fields, limit=limit,
                into=slug, old=old, faults=faults or {}, sentences=SENTENCES, fields=FIELDS,
                files_from=office.files.origin)


def _arrived(request: Request, file: TicketFile, key: str, typed: dict[str, str], lots: tuple[str, ...],
             faults: dict[str, str] | None = None, status: int = 200, into: str = "") -> Answer:
    """What is asked about a file that is there."""
    names = {f"part_{p.id}": p.name for p in file.packages}
    return page(
        request, "upload_arrived", status=status, ticket=file.ticket, key=key, filename=_name(key),
        into=into or _slug(request), typed=typed, faults=faults or {}, sentences=SENTENCES,
        fields=FIELDS | names | {PROGRESS: N_("Avancement")},
        kinds={code: words.KINDS[code] for code in KINDS}, packages=file.packages if len(file.packages) > 1 else (),
        chosen=lots, replaceable=_replaceable(file, typed.get("replaces", "")), words=words.KINDS, d=None,
        issuers=issuers(request.office, file, None, paris_day(request.now)), progress={PROGRESS: ""})


def _replaceable(file: TicketFile, chosen: str) -> list[Document]:
    """The standing documents, the newest first, and the one that was chosen."""
    standing = sorted(current(file.documents), key=lambda d: d.received_at, reverse=True)
    offered = [d for d in standing if d.reading != "held"]
    return [d for place, d in enumerate(offered) if place < OFFERED or d.id == chosen]


def _key(request: Request, key: str) -> str:
    """A key of this ticket's own upload area. Raises NotFound for any other."""
    if not key.startswith(upload_prefix(request.office.agency.id, number_of(request))):
        raise NotFound("upload")
    return key


def _name(key: str) -> str:
    """Some stores read the name in a form as Latin-1; browsers write it as UTF-8."""
    return mended(key.rpartition("/")[2])


def _slug(request: Request) -> str:
    slug = request.asked("pour") or request.typed("pour")
    return slug if slug in SLUGS or slug in FORMS.values() else ""
