"""Static files under names that change with their content, and the choice of language."""

from __future__ import annotations

import re

from chalicelib.domain.errors import NotFound
from chalicelib.handlers import cookies
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import STATIC
from chalicelib.handlers.request import Request
from chalicelib.rendering.catalog import LANGUAGES

_NAME = re.compile(r"([a-z][a-z0-9.-]{0,40})\.[0-9a-f]{10}\.(css|js|svg)")
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def static_file(request: Request) -> Answer:
    found = _NAME.fullmatch(request.parts["name"])
    path = STATIC / f"{found.group(1)}.{found.group(2)}" if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound("page")
    return Answer(path.read_text("utf-8"), content_type=_TYPES[found.group(2)], public=True)


def language(request: Request) -> Answer:
    """Sets a cookie of the reader, nothing else, and returns to the page (U-137)."""
    if request.parts["code"] not in LANGUAGES:
        raise NotFound("page")
    cookies.put(request, cookies.LANGUAGE, request.parts["code"], 365 * 24 * 3600)
    return redirect(cookies.local_path(request.asked("retour", "/")))
