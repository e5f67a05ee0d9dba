"""Cancelling and reopening a works file: both ask for a reason (D-28)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.ticket import MOVES
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.end_missions import firms_to_tell
from chalicelib.usecases.set_aside_ticket import Act, set_aside_ticket


def ask_cancel(request: Request) -> Answer:
    return _form(request, "cancelled")


def ask_reopen(request: Request) -> Answer:
    return _form(request, "reopened")


def cancel(request: Request) -> Answer:
    return _done(request, "cancelled")


def reopen(request: Request) -> Answer:
    return _done(request, "reopened")


def _done(request: Request, act: Act) -> Answer:
    number, typed = number_of(request), {name: request.typed(name) for name in ("nonce", "reason")}
    nonce = typed["nonce"][:100] or request.office.secrets.new_id()
    try:
        set_aside_ticket(request.office, request.user, number, act, nonce, typed["reason"], request.now)
    except Invalid as error:
        return _form(request, act, typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _form(request, act, typed, conflict=error.code, status=409)
    return redirect(f"/tickets/{number}")


def _form(request: Request, act: Act, typed: dict[str, str] | None = None, *, faults: dict[str, str] | None = None,
          conflict: str = "", status: int = 200) -> Answer:
    file = file_of(request)
    possible = "cancelled" in MOVES[file.ticket.state] if act == "cancelled" else not file.ticket.is_open
    firms = firms_to_tell(request.office, file, request.now) if act == "cancelled" and possible else ()
    return page(
        request, "standing", status=status, block="window", ticket=file.ticket, act=act, faults=faults or {},
        firms=firms, typed=typed or {"nonce": request.office.secrets.new_id(), "reason": ""},
        conflict=conflict or ("" if possible else "move_not_allowed"), sentences=FAULTS, fields=FIELDS)
