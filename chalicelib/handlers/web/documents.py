"""A document of a ticket: what was read on it is corrected, what was withheld is released."""

from __future__ import annotations

from datetime import date

from chalicelib.domain import words
from chalicelib.domain.correction import AMOUNTS, KINDS, Correction
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.money import typed_amount
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FIELDS
from chalicelib.handlers.web.paper_labels import SENTENCES
from chalicelib.handlers.web.ticket import number_of
from chalicelib.usecases.correct_document import correct_document
from chalicelib.usecases.release_document import release_document

_FIELDS = ("kind", "number", "issued_on", *AMOUNTS)


def show(request: Request) -> Answer:
    document = _document(request)
    return _form(request, document, _read_on(document))


def correct(request: Request) -> Answer:
    document, version = _document(request), request.typed("version")
    typed = {name: request.typed(name) for name in _FIELDS}
    shown = request.number("version", -1)
    try:
        correct_document(request.office, request.user, document.ticket_number, document.id,
                         Correction(**typed, version=shown), request.now)
    except Invalid as error:
        return _form(request, document, typed, version=version, status=422,
                     faults={f.field: f.code for f in error.faults})
    except Conflict as error:
        current = _document(request)
        return _form(request, current, typed, status=409, conflict=error.code)
    return redirect(f"/tickets/{document.ticket_number}#documents")


def release(request: Request) -> Answer:
    number = number_of(request)
    release_document(request.office, request.user, number, request.parts["document"], request.now)
    return redirect(f"/tickets/{number}#documents")


def _document(request: Request) -> Document:
    """The document of the path, unless it is withheld: what nobody may see, nobody corrects."""
    file = request.office.tickets.file(number_of(request))
    found = file.document(request.parts["document"]) if file else None
    if found is None or found.reading == "held":
        raise NotFound("document")
    return found


def _read_on(document: Document) -> dict[str, str]:
    """The fields as they are shown first: what was read, as a person would type it."""
    shown = {name: _typed(figure.value, name) for name, figure in document.figures.items() if name in _FIELDS}
    return {"kind": document.kind} | shown


def _typed(value: int | str | date, name: str) -> str:
    if isinstance(value, int) and name in AMOUNTS:
        return typed_amount(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _form(request: Request, document: Document, typed: dict[str, str], *, version: str = "", status: int = 200,
          faults: dict[str, str] | None = None, conflict: str = "") -> Answer:
    kinds = {kind: words.KINDS[kind] for kind in dict.fromkeys((*KINDS, document.kind))}
    return page(
        request, "correct", status=status, document=document, typed=typed, faults=faults or {}, conflict=conflict,
        version=version or str(document.version), kinds=kinds, sentences=SENTENCES, fields=FIELDS | words.FIGURES)
