"""The dashboard: filters live in the address, so that Back, reload and sharing work (U-44)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.domain.menu import GROUPS, REASONS, offers
from chalicelib.domain.money import typed_amount
from chalicelib.domain.ticket import STAGES
from chalicelib.domain.views import VIEWS
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.csv_file import csv_answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import EXCHANGES, FAULTS, NEXT_STEPS, PRIORITIES, TURNS, spoken
from chalicelib.queries.dashboard import PAGE, Board, Filters, dashboard, every_row
from chalicelib.queries.places import few_places
from chalicelib.queries.sending_pause import sending_pause
from chalicelib.rendering.catalog import translate
from chalicelib.usecases.keep_view import drop_view, keep_view

KEPT = ("vue", "q", "bien", "lieu", "priorite", "gestionnaire")
COLUMNS = (N_("Numéro"), N_("Titre"), N_("Bien"), N_("Locataire"), N_("Étape"), N_("À qui le tour"), N_("Priorité"),
           N_("Montant TTC"), N_("Dernier échange"), N_("Date"))


def tickets(request: Request, faults: dict[str, str] | None = None) -> Answer:
    board = _board(request)
    menus = {place.name: offers(place) for place in board.situations}
    units = () if request.partial else few_places(request.office)
    tables = {"views": VIEWS, "stages": STAGES, "exchanges": EXCHANGES, "next_steps": NEXT_STEPS,
              "priorities": PRIORITIES, "turns": TURNS}
    words: dict[str, Any] = {name: spoken(table, request.language) for name, table in tables.items()}
    return page(
        request, "dashboard", status=422 if faults else 200, block="board", board=board, faults=faults or {},
        sentences=FAULTS, pause=sending_pause(request.office, request.now),
        menus=menus, groups=GROUPS, reasons=REASONS, units=units,
        filtered=board.filters.narrowed, here=_address(board.filters),
        wider=_address(replace(board.filters, view="all")), **words)


def export(request: Request) -> Answer:
    """Every line of the current filters, for a table program."""
    tables = {"stages": STAGES, "priorities": PRIORITIES, "turns": TURNS}
    words = {name: spoken(table, request.language) for name, table in tables.items()}
    titles = [translate(word, request.language) for word in COLUMNS]
    return csv_answer("tickets.csv", titles, (
        (f"T-{row['number']}", row.get("title", ""), row.get("place", ""), row.get("tenant", ""),
         words["stages"][row["stage"]], words["turns"][row["turn"]], words["priorities"][row["priority"]],
         typed_amount(row["cents"]) if row.get("cents") else "", row.get("who", ""), str(row.get("at", ""))[:10])
        for row in every_row(request.office, _filters(request))))


def keep(request: Request) -> Answer:
    """A filter is kept under a name, or let go; then the same list again."""
    query = urlencode({k: v for k, v in parse_qsl(request.typed("query")[:500]) if k in KEPT})
    if request.typed("act") == "drop":
        drop_view(request.office, request.user, request.typed("name"))
        return redirect(f"/?{query}" if query else "/")
    try:
        keep_view(request.office, request.user, request.typed("name"), query)
    except Invalid as error:
        return tickets(request, {f.field: f.code for f in error.faults})
    return redirect(f"/?{query}")


def _board(request: Request) -> Board:
    try:
        return dashboard(request.office, _filters(request))
    except ValueError as error:
        raise NotFound("cursor") from error


def _filters(request: Request) -> Filters:
    asked = dict(parse_qsl(request.typed("query")[:500])) if request.method == "POST" else {}

    def of(name: str, default: str = "") -> str:
        return asked.get(name, default) if request.method == "POST" else request.asked(name, default)
    return Filters(
        view=of("vue", "us"), words=of("q")[:200], unit_id=of("bien")[:60], place=of("lieu")[:200],
        priority=of("priorite")[:20],
        manager_id=request.user.id if of("gestionnaire") == "moi" else "", cursor=request.asked("suite")[:2000],
        limit=1000 if request.asked("page") == "tout" else PAGE)


def _address(filters: Filters) -> str:
    """The current filters as a query string, without the position."""
    kept = {"vue": filters.view, "q": filters.words, "bien": filters.unit_id, "lieu": filters.place,
            "priorite": filters.priority, "gestionnaire": "moi" if filters.manager_id else ""}
    return urlencode({name: value for name, value in kept.items() if value})
