"""« Relancer » for the ticked lines: who will be written to and what, before anything leaves (U-43)."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.menu import REASONS
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS
from chalicelib.usecases.chase_many import AT_MOST, chase_many, chasers


def show(request: Request) -> Answer:
    done = request.asked("fait")
    if done.isascii() and done.isdigit() and len(done) <= 3:
        return page(request, "bulk_done", count=int(done))
    return _list(request, _numbers(request.query.get("n", [])), request.office.secrets.new_id(), {})


def send(request: Request) -> Answer:
    numbers = _numbers(list(request.chosen("n")))
    nonce = request.typed("nonce")[:60] or request.office.secrets.new_id()
    texts = {name.removeprefix("body-")[:60]: request.typed(name) for name in request.form if name.startswith("body-")}
    try:
        told = chase_many(request.office, request.user, numbers, nonce, texts, request.now)
    except Invalid as error:
        return _list(request, numbers, nonce, texts, {f.field: f.code for f in error.faults}, 422)
    except Conflict:
        return _list(request, numbers, nonce, texts, status=409)
    return redirect(f"/relancer?fait={len(told)}")


def _list(request: Request, numbers: list[int], nonce: str, texts: dict[str, str],
          faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    found, left_out = chasers(request.office, request.user, numbers)
    reasons = REASONS | {"no_address": FAULTS["no_address"]}
    return page(request, "bulk", status=status, chasers=found, left_out=left_out, reasons=reasons, nonce=nonce,
                texts=texts, faults=faults or {}, sentences=FAULTS, conflict=status == 409, limit=AT_MOST)


def _numbers(typed: list[str]) -> list[int]:
    return [int(n) for n in typed if n.isascii() and n.isdigit() and len(n) <= 9][:AT_MOST]
