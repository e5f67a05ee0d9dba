"""« Fermer cette conversation », and opening it again: a small page that asks why (E-M24)."""

from __future__ import annotations

from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.close_conversation import close_conversation, reopen_conversation


def ask(request: Request) -> Answer:
    return _form(request, {"nonce": request.office.secrets.new_id(), "reason": ""})


def close(request: Request) -> Answer:
    """The form says which of the two it was shown for."""
    number, party_id = number_of(request), request.parts["party"]
    typed = {name: request.typed(name) for name in ("nonce", "reason")}
    nonce = typed["nonce"][:100] or request.office.secrets.new_id()
    act = reopen_conversation if request.typed("act") == "reopen" else close_conversation
    try:
        act(request.office, request.user, number, party_id, typed["reason"], nonce, request.now)
    except Invalid as error:
        return _form(request, typed, {f.field: f.code for f in error.faults}, 422)
    return redirect(f"/tickets/{number}")


def _form(request: Request, typed: dict[str, str], faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    file = file_of(request)
    talk = file.conversation(request.parts["party"])
    if talk is None:
        raise NotFound("conversation")
    return page(request, "conversation_close", status=status, block="window", ticket=file.ticket, talk=talk,
                typed=typed, faults=faults or {}, sentences=FAULTS, fields=FIELDS)
