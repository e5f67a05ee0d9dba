"""« Fermer le ticket »: the checklist filled from what arrived, the chaser for what is missing (U-62, N-12)."""

from __future__ import annotations

from chalicelib.domain.closing import CHASED, POINTS, checklist, complete
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.menu import find, situation, why_not
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.close_ticket import CloseForm, close_ticket


def show(request: Request) -> Answer:
    return _list(request, {"nonce": request.office.secrets.new_id()})


def close(request: Request) -> Answer:
    number = number_of(request)
    typed = {name: request.typed(name) for name in ("nonce", "reason", *(f"waive_{code}" for code in POINTS))}
    form = CloseForm(
        typed["nonce"][:100] or request.office.secrets.new_id(),
        request.number("version", -1),
        {code: typed[f"waive_{code}"] for code in POINTS}, typed["reason"])
    try:
        close_ticket(request.office, request.user, number, form, request.now)
    except Invalid as error:
        return _list(request, typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _list(request, typed, conflict=error.code, status=409)
    return redirect(f"/tickets/{number}")


def _list(request: Request, typed: dict[str, str], *, faults: dict[str, str] | None = None, conflict: str = "",
          status: int = 200) -> Answer:
    file = file_of(request)
    points = checklist(file)
    return page(
        request, "close", status=status, block="window", ticket=file.ticket, typed=typed, points=points, words=POINTS,
        finished=complete(points) and file.ticket.state == "works_done", faults=faults or {}, conflict=conflict,
        chaser=_chaser(file) if any(p.missing and p.code in CHASED for p in points) else "",
        sentences=FAULTS, fields=FIELDS)


def _chaser(file: TicketFile) -> str:
    """The action that claims what the firm still owes, if one is possible now."""
    here = situation(file.ticket)
    possible = (key for key in ("ask_invoice", "chase_contractor") if (a := find(key)) and not why_not(a, here))
    return next(possible, "")
