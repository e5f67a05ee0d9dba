"""The dashboard: filters live in the address, so that Back, reload and sharing work (U-44)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.errors import NotFound
from chalicelib.domain.menu import GROUPS, REASONS, offers
from chalicelib.domain.ticket import STAGES
from chalicelib.domain.views import VIEWS
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import EXCHANGES, NEXT_STEPS, PRIORITIES, TURNS, spoken
from chalicelib.queries.dashboard import PAGE, Board, Filters, dashboard
from chalicelib.queries.sending_pause import sending_pause


def tickets(request: Request) -> Answer:
    board = _board(request)
    menus = {place.name: offers(place) for place in board.situations}
    units = [] if request.partial else request.office.directory.unit_rows(fresh=False)
    tables = {"views": VIEWS, "stages": STAGES, "exchanges": EXCHANGES, "next_steps": NEXT_STEPS,
              "priorities": PRIORITIES, "turns": TURNS}
    words: dict[str, Any] = {name: spoken(table, request.language) for name, table in tables.items()}
    return page(
        request, "dashboard", block="board", board=board, pause=sending_pause(request.office, request.now),
        menus=menus, groups=GROUPS, reasons=REASONS, units=units,
        here=_address(board.filters), wider=_address(replace(board.filters, view="all")), **words)


def _board(request: Request) -> Board:
    whole = request.asked("page") == "tout"
    filters = Filters(
        view=request.asked("vue", "us"), words=request.asked("q")[:200], unit_id=request.asked("bien")[:60],
        priority=request.asked("priorite")[:20], cursor=request.asked("suite")[:2000],
        limit=1000 if whole else PAGE)
    try:
        return dashboard(request.office, filters)
    except ValueError as error:
        raise NotFound("cursor") from error


def _address(filters: Filters) -> str:
    """The current filters as a query string, without the position."""
    kept = {"vue": filters.view, "q": filters.words, "bien": filters.unit_id, "priorite": filters.priority}
    return urlencode({name: value for name, value in kept.items() if value})
