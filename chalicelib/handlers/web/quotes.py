"""Several quotes side by side, and the one that is chosen."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.menu import find, situation, why_not
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import ASSIGNMENTS
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.quote_comparison import quote_comparison
from chalicelib.usecases.choose_quote import choose_quote


def compare(request: Request) -> Answer:
    found = quote_comparison(request.office, number_of(request), request.now.date())
    if found is None:
        raise NotFound("ticket")
    here = situation(found.file.ticket)
    possible = {key: bool((a := find(key)) and not why_not(a, here)) for key in ("quote_to_owner", "order")}
    return page(request, "compare", view=found, ticket=found.file.ticket, possible=possible, assignments=ASSIGNMENTS,
                files_from=request.office.files.origin)


def choose(request: Request) -> Answer:
    number = number_of(request)
    choose_quote(request.office, request.user, number, request.parts["document"], request.now)
    return redirect(f"/tickets/{number}/comparer")
