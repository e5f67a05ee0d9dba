"""The automatic reminders of a ticket, stopped and resumed, and its rest until a day."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import number_of
from chalicelib.usecases.rest_ticket import rest_ticket, rouse_ticket
from chalicelib.usecases.stop_reminders import resume_reminders, stop_reminders


def switch(request: Request) -> Answer:
    """Only our own buttons name a kind: another one is no kind of reminder."""
    number, act = number_of(request), resume_reminders if request.typed("act") == "resume" else stop_reminders
    try:
        act(request.office, request.user, number, request.typed("kind"), request.now)
    except Invalid as unknown:
        raise NotFound("reminder") from unknown
    return redirect(f"/tickets/{number}#reminders")


def ask_rest(request: Request) -> Answer:
    return _form(request, {"until": "", "reason": ""})


def rest(request: Request) -> Answer:
    number = number_of(request)
    if request.typed("act") == "end":
        rouse_ticket(request.office, request.user, number, request.now)
        return redirect(f"/tickets/{number}#reminders")
    typed = {name: request.typed(name) for name in ("until", "reason")}
    try:
        rest_ticket(request.office, request.user, number, _day(typed["until"]), typed["reason"], request.now)
    except Invalid as error:
        return _form(request, typed, {f.field: f.code for f in error.faults}, 422)
    return redirect(f"/tickets/{number}#reminders")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _form(request: Request, typed: dict[str, str], faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    file = request.office.tickets.file(number_of(request))
    if file is None:
        raise NotFound("ticket")
    return page(request, "rest", status=status, block="window", ticket=file.ticket, typed=typed, faults=faults or {},
                sentences=FAULTS, fields=FIELDS)
