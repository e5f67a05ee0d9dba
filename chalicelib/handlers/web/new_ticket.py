"""A new works file: the form keeps what was typed and shows all its errors at once (U-112)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS, PRIORITIES
from chalicelib.queries.places import places
from chalicelib.usecases.open_ticket import NewTicket, open_ticket

_FIELDS = ("title", "description", "unit_id", "priority", "contact_name", "contact_phone")


def empty_form(request: Request) -> Answer:
    """Empty, or like another file whose number is given: the same place and person, for a new problem there."""
    return _form(request, {"priority": "normal", "nonce": request.office.secrets.new_id()} | _like(request))


def _like(request: Request) -> dict[str, str]:
    number = request.asked("comme")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return {}
    file = request.office.tickets.file(int(number))
    if file is None:
        return {}
    ticket = file.ticket
    known = {"title": ticket.title, "description": ticket.description, "unit_id": ticket.unit_id}
    return known | ({"contact_name": ticket.site.name, "contact_phone": ticket.site.phone} if ticket.site else {})


def create(request: Request) -> Answer:
    typed = {name: request.typed(name) for name in _FIELDS}
    nonce = request.typed("nonce")[:100] or request.office.secrets.new_id()
    if request.typed("act") == "search":
        return _form(request, typed | {"nonce": nonce})
    try:
        number = open_ticket(request.office, request.user, NewTicket(nonce=nonce, **typed), request.now)
    except Invalid as error:
        return _form(request, typed | {"nonce": nonce}, {f.field: f.code for f in error.faults}, 422)
    except Conflict:
        return _form(request, typed | {"nonce": request.office.secrets.new_id()}, status=422, used=True)
    return redirect(f"/tickets/{number}")


def _form(request: Request, typed: dict[str, str], faults: dict[str, str] | None = None, status: int = 200,
          *, used: bool = False) -> Answer:
    """`used`: this form has opened another ticket before; sent again, it opens this one."""
    offered = places(request.office, request.typed("bien")[:100], typed.get("unit_id", "")[:60])
    return page(request, "new_ticket", status=status, typed=typed, faults=faults or {}, sentences=FAULTS, used=used,
                fields=FIELDS, priorities=PRIORITIES, places=offered)
