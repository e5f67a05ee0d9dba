"""What the mandate lets the office order on this file, in its own words."""

from __future__ import annotations

from chalicelib.domain.authority import GROUNDS
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.ticket import file_of
from chalicelib.queries.authority import authority


def show(request: Request) -> Answer:
    file = file_of(request)
    return page(request, "authority", ticket=file.ticket, grounds=GROUNDS,
                found=authority(request.office, file, request.now))
