"""« Fusionner » and « Scinder »: two files become one, or a message becomes a file (D-28, E-M1, E-M18)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.splitting import MARK, title_of
from chalicelib.domain.ticket import STAGES, TEXT_LIMIT
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.merge_choice import merge_choice
from chalicelib.usecases.merge_tickets import merge_tickets
from chalicelib.usecases.split_message import SplitForm, received_message, split_message


def ask_merge(request: Request) -> Answer:
    return _merge_form(request, {"nonce": request.office.secrets.new_id(), "into": request.asked("avec")[:12]})


def merge(request: Request) -> Answer:
    """A number that was typed wins over the file that was ticked."""
    typed = {name: request.typed(name)[:100] for name in ("nonce", "into", "other")}
    chosen = (typed["other"].strip() or typed["into"].strip()).upper().removeprefix("T-")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 9):
        return _merge_form(request, typed, fault="unknown_ticket" if chosen else "choose_ticket", status=422)
    number = number_of(request)
    nonce = typed["nonce"] or request.office.secrets.new_id()
    try:
        merge_tickets(request.office, request.user, number, int(chosen), nonce, request.now)
    except Conflict as error:
        faulty = error.code in ("no_such_ticket", "same_ticket", "target_closed")
        code = "unknown_ticket" if error.code == "no_such_ticket" else error.code
        return _merge_form(request, typed, fault=code if faulty else "", conflict="" if faulty else code,
                           status=422 if faulty else 409)
    return redirect(f"/tickets/{int(chosen)}")


def _merge_form(request: Request, typed: dict[str, str], *, fault: str = "", conflict: str = "",
                status: int = 200) -> Answer:
    found = merge_choice(request.office, number_of(request))
    if found is None:
        raise NotFound("ticket")
    over = "" if found.file.ticket.is_open else "move_not_allowed"
    return page(
        request, "merge", status=status, block="window", found=found, ticket=found.file.ticket, typed=typed,
        faults={"other": fault} if fault else {}, conflict=conflict or over, sentences=FAULTS, fields=FIELDS,
        stages=STAGES)


def ask_split(request: Request) -> Answer:
    return _split_form(request)


def split(request: Request) -> Answer:
    typed = {name: request.typed(name) for name in ("nonce", "title", "description")}
    form = SplitForm(typed["nonce"][:100] or request.office.secrets.new_id(), typed["title"], typed["description"])
    try:
        number = split_message(request.office, request.user, number_of(request), request.parts["message"], form,
                               request.now)
    except Invalid as error:
        return _split_form(request, typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _split_form(request, typed, conflict=error.code, status=409)
    return redirect(f"/tickets/{number}")


def _split_form(request: Request, typed: dict[str, str] | None = None, *, faults: dict[str, str] | None = None,
                conflict: str = "", status: int = 200) -> Answer:
    number = number_of(request)
    file = request.office.tickets.file(number)
    message = received_message(request.office, number, request.parts["message"]) if file else None
    if file is None or message is None:
        raise NotFound("message")
    fresh = {"nonce": request.office.secrets.new_id(), "title": title_of(message),
             "description": message.text.strip()[:TEXT_LIMIT]}
    return page(
        request, "split", status=status, block="window", ticket=file.ticket, message=message, typed=typed or fresh,
        faults=faults or {}, conflict=conflict or ("already_split" if MARK in message.marks else ""),
        sentences=FAULTS, fields=FIELDS)
