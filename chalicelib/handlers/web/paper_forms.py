"""« Modifier les informations » of a document, and the fields it shares with « Importer » (S-11, S-12)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import words
from chalicelib.domain.author import of_office
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.correction import KINDS
from chalicelib.domain.description import Description, bound, shown
from chalicelib.domain.document import Document, Kind
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.domain.progress import shown_progress
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.paper_labels import FIELDS, SENTENCES
from chalicelib.handlers.web.ticket import file_of
from chalicelib.queries.issuers import issuers
from chalicelib.usecases.describe_document import describe_document

TYPED = ("kind", "information", "gross_cents", "vat_cents")


def edit(request: Request) -> Answer:
    file, document = found(request)
    return _form(request, file, document, _first(file, document), document.packages)


def save(request: Request) -> Answer:
    file, document = found(request)
    typed = said(request)
    try:
        describe_document(request.office, of_office(request.user), document.ticket_number, document.id, typed,
                          request.now)
    except Invalid as error:
        return _form(request, file, document, kept(request), typed.packages, status=422,
                     faults={f.field: f.code for f in error.faults}, version=request.typed("version"))
    except Conflict as error:
        file, document = found(request)
        return _form(request, file, document, kept(request), typed.packages, status=409, conflict=error.code)
    return redirect(f"/tickets/{document.ticket_number}/pieces/{document.id}/historique?fait=modifie")


def found(request: Request) -> tuple[TicketFile, Document]:
    """The document of the path, unless it is withheld: what nobody may see, nobody describes."""
    file = file_of(request)
    document = file.document(request.parts["document"])
    if document is None or document.reading == "held":
        raise NotFound("document")
    return file, document


def said(request: Request) -> Description:
    """The fields of the form as they were typed."""
    parts = {name.removeprefix("part_"): request.typed(name) for name in request.form if name.startswith("part_")}
    progress = {name: request.typed(name) for name in request.form if name.startswith("progress_bp")}
    return Description(*(request.typed(name) for name in TYPED), packages=request.chosen("lot"), parts=parts,
                       progress=progress, version=request.number("version", -1),
                       firm=request.typed("firm") if "firm" in request.form else None)


def kept(request: Request) -> dict[str, str]:
    """Everything typed, to be shown again."""
    return {name: request.typed(name) for name in request.form if name != "csrf"}


def kinds_for(kind: Kind) -> dict[str, str]:
    """What a person may call a document, and what this one is called now."""
    return {code: words.KINDS[code] for code in dict.fromkeys((*KINDS, kind))}


def _first(file: TicketFile, document: Document) -> dict[str, str]:
    return shown(document) | shown_progress(document, file.packages)


def _form(request: Request, file: TicketFile, document: Document, typed: dict[str, str], packages: tuple[str, ...], *,
          status: int = 200, faults: dict[str, str] | None = None, conflict: str = "", version: str = "") -> Answer:
    known = issuers(request.office, file, document, paris_day(request.now))
    if status == 200:
        typed = typed | {"firm": typed["firm"] or known.read}
    facts: dict[str, Any] = {
        "ticket": file.ticket, "packages": file.packages if len(file.packages) > 1 else (), "chosen": packages,
        "fixed": bound(file, document), "kinds": kinds_for(document.kind),
        "progress": shown_progress(document, file.packages), "issuers": known}
    names = {f"part_{p.id}": p.name for p in file.packages} | dict.fromkeys(facts["progress"], N_("Avancement"))
    return page(
        request, "document_describe", status=status, block="window", d=document, typed=typed, faults=faults or {},
        conflict=conflict, version=version or str(document.version), sentences=SENTENCES, fields=FIELDS | names,
        figures=words.FIGURES, **facts)
