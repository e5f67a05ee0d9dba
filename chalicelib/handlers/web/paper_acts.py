"""What is done on a document from its history: commented, given a status, told to replace another (S-19, S-33)."""

from __future__ import annotations

from chalicelib.domain.author import of_office
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.paper import shown
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.document_history import DocumentHistory, document_history
from chalicelib.usecases.comment_document import comment_document
from chalicelib.usecases.replace_document import keep_apart, replace_document
from chalicelib.usecases.set_status import StatusForm, set_status


def comment(request: Request) -> Answer:
    number, document_id, nonce = number_of(request), request.parts["document"], _nonce(request)
    typed = {"nonce": nonce, "text": request.typed("text")}
    try:
        comment_document(request.office, of_office(request.user), number, document_id, nonce, typed["text"],
                         request.now)
    except Invalid as error:
        return shown(request, _found(request), typed=typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        fresh = typed | {"nonce": request.office.secrets.new_id()}
        return shown(request, _found(request), typed=fresh, faults={"text": error.code}, status=409)
    return redirect(f"/tickets/{number}/pieces/{document_id}/historique?fait=commentaire")


def status(request: Request) -> Answer:
    number, document_id = number_of(request), request.parts["document"]
    typed = {name: request.typed(name) for name in ("status", "source", "note", "motive")}
    form = StatusForm(_nonce(request), request.number("version", -1), **typed, anyway=request.typed("anyway") == "1")
    try:
        set_status(request.office, request.user.name, number, document_id, form, request.now)
    except Invalid as error:
        return shown(request, _found(request), typed=typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        if error.code == "document_changed":
            return shown(request, _found(request), typed=typed, conflict=error.code, status=409)
        return shown(request, _found(request), typed=typed, faults={"status": error.code}, status=409)
    done = "vote" if typed["status"] == "in_approval" else "statut"
    return redirect(f"/tickets/{number}/pieces/{document_id}/historique?fait={done}")


def replace(request: Request) -> Answer:
    """One click says that a received document is a new version, another one that it is not."""
    number, document_id = number_of(request), request.parts["document"]
    if request.typed("act") == "dismiss":
        keep_apart(request.office, request.user, number, document_id, request.now)
    else:
        replace_document(request.office, request.user, number, document_id, request.typed("old"), request.now)
    return redirect(f"/tickets/{number}/pieces/{document_id}/historique?fait=version")


def _nonce(request: Request) -> str:
    return request.typed("nonce")[:100] or request.office.secrets.new_id()


def _found(request: Request) -> DocumentHistory:
    found = document_history(request.office, number_of(request), request.parts["document"])
    if found is None:
        raise NotFound("document")
    return found
