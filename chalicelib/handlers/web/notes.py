"""A call or a note is written down: a small form, a page or a sheet (U-58)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.log_note import log_note


def write(request: Request) -> Answer:
    kind = "note" if request.asked("quoi") == "note" else "call"
    return _form(request, {"nonce": request.office.secrets.new_id(), "kind": kind, "with": "", "text": ""})


def keep(request: Request) -> Answer:
    number = number_of(request)
    typed = {name: request.typed(name) for name in ("nonce", "kind", "with", "text")}
    nonce = typed["nonce"][:100] or request.office.secrets.new_id()
    try:
        log_note(request.office, request.user, number, "note" if typed["kind"] == "note" else "call", nonce,
                 typed["text"], typed["with"], request.now)
    except Invalid as error:
        return _form(request, typed, {f.field: f.code for f in error.faults}, 422)
    except Conflict as error:
        return _form(request, typed | {"nonce": request.office.secrets.new_id()}, {"text": error.code}, 409)
    return redirect(f"/tickets/{number}")


def _form(request: Request, typed: dict[str, str], faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    file = file_of(request)
    people = [c.name for c in (file.ticket.tenant, file.ticket.owner) if c] + [a.name for a in file.assignments]
    return page(request, "note", status=status, block="window", ticket=file.ticket, typed=typed, faults=faults or {},
                people=people, sentences=FAULTS, fields=FIELDS)
