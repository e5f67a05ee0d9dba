"""« Modifier » as a sheet or a page: the fields of the manual, what others changed meanwhile, nothing lost (U-61)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.edit import FIELDS, KEYS, Clash, choices, shown
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.ticket import STATES
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import labels
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.queries.places import places
from chalicelib.usecases.edit_ticket import Clashing, EditForm, edit_ticket
from chalicelib.usecases.keep_draft import keep_draft

KEPT = ("nonce", "reason", *FIELDS, *(f"before_{name}" for name in FIELDS))


def show(request: Request) -> Answer:
    """A draft kept across an upload comes back before the file's own values."""
    file = file_of(request)
    draft = file.draft(request.user.id, "edit")
    if draft:
        return _form(request, file, dict(draft.fields))
    values = shown(file.ticket)
    fresh = {f"before_{name}": value for name, value in values.items()}
    return _form(request, file, values | fresh | {"nonce": request.office.secrets.new_id(), "reason": ""})


def save(request: Request) -> Answer:
    file, number = file_of(request), number_of(request)
    typed = {name: request.typed(name) for name in KEPT}
    if request.typed("act") == "upload":
        keep_draft(request.office, request.user, number, "edit", typed, (), request.now)
        return redirect(f"/tickets/{number}/ajouter?pour=modifier")
    if request.typed("act") == "search":
        return _form(request, file, typed)
    before = {name: typed[f"before_{name}"] for name in FIELDS if f"before_{name}" in request.form}
    form = EditForm(typed["nonce"][:100] or request.office.secrets.new_id(), before,
                    {name: typed[name] for name in FIELDS if name in request.form}, typed["reason"],
                    request.typed("settled") == "1")
    try:
        edit_ticket(request.office, request.user, number, form, request.now)
    except Invalid as error:
        return _form(request, file, typed, faults={f.field: f.code for f in error.faults}, status=422)
    except Clashing as error:
        return _form(request, file_of(request), typed, clashes=error.clashes, status=409)
    except Conflict as error:
        fresh = typed | {"nonce": request.office.secrets.new_id()}
        return _form(request, file_of(request), fresh, faults={"title": error.code}, status=409)
    return redirect(f"/tickets/{number}")


def _form(request: Request, file: TicketFile, typed: dict[str, str], *, faults: dict[str, str] | None = None,
          clashes: tuple[Clash, ...] = (), status: int = 200) -> Answer:
    words: dict[str, Any] = {
        "states": STATES, "priorities": labels.PRIORITIES, "keys_words": labels.KEYS, "sentences": labels.FAULTS,
        "fields": labels.FIELDS}
    return page(
        request, "edit", status=status, block="window", ticket=file.ticket, typed=typed, faults=faults or {},
        clashes=[_worded(clash, request) for clash in clashes], state_choices=choices(file.ticket), key_choices=KEYS,
        places=places(request.office, request.typed("bien")[:100], typed["unit_id"][:60]),
        documents=file.documents, **words)


def _worded(clash: Clash, request: Request) -> Clash:
    """Codes as the words of the screen; a unit by its address."""
    tables = {"priority": labels.PRIORITIES, "state": STATES, "keys": labels.KEYS}
    table = labels.spoken(tables[clash.field], request.language) if clash.field in tables else {}
    if clash.field == "unit_id":
        held = request.office.directory.held(("unit", i) for i in (clash.theirs, clash.ours) if i)
        table = {ref[1]: unit.place for ref, unit in held.items()}
    return Clash(clash.field, table.get(clash.theirs, clash.theirs), table.get(clash.ours, clash.ours))
