"""Every route of the product passes here: session, proof of origin, errors in words, headers.

A view takes a Request and returns an Answer. There is no other way to add a route, so none can
forget a check.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.domain.access_link import digest
from chalicelib.domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from chalicelib.handlers import cookies, forgery
from chalicelib.handlers import request as requests
from chalicelib.handlers.answer import Answer, headers_of, redirect
from chalicelib.handlers.pages import error_page
from chalicelib.handlers.request import Request, Visitor
from chalicelib.rendering.catalog import LANGUAGES

View = Callable[[Request], Answer]
FORM = "application/x-www-form-urlencoded"
_LOG = logging.getLogger("bon_pour_accord")
_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422}


def get(blueprint: Blueprint, path: str, *, public: bool = False) -> Callable[[View], View]:
    """A page. It never changes anything (W-1)."""
    return _route(blueprint, path, "GET", public=public)


def post(blueprint: Blueprint, path: str, *, public: bool = False) -> Callable[[View], View]:
    """An act: proven to come from our own page; readers may not."""
    return _route(blueprint, path, "POST", public=public)


def _route(blueprint: Blueprint, path: str, method: str, *, public: bool) -> Callable[[View], View]:
    def register(view: View) -> View:
        def handle(**_: str) -> Response:
            request = requests.read(blueprint.current_request, bootstrap.clock())
            return finish(request, run(request, view, public=public))
        handle.__name__ = f"{view.__name__}_{method.lower()}"
        blueprint.route(path, methods=[method], content_types=[FORM] if method == "POST" else ["application/json"],
                        name=handle.__name__)(handle)
        return view
    return register


def run(request: Request, view: View, *, public: bool) -> Answer:
    """The view's answer, or the words for what went wrong. Nothing technical reaches the reader."""
    request.language = _language(request)
    try:
        request.visitor = _visitor(request)
        request.language = _language(request)
        request.browser = cookies.value(request, cookies.BROWSER)
        if request.visitor is None and not public:
            return _to_sign_in(request)
        if request.method == "POST":
            _check_act(request, public)
        return view(request)
    except DomainError as error:
        _LOG.info("request refused", extra={"code": error.code, "route": request.route})
        return error_page(request, _STATUS[_kind(error)], error.code, error.facts)
    except Exception:
        reference = secrets.token_hex(4)
        _LOG.exception("request failed", extra={"reference": reference, "route": request.route})
        return error_page(request, 500, "broken", {"reference": reference})


def finish(request: Request, answer: Answer) -> Response:
    return Response(answer.body, status_code=answer.status, headers=headers_of(answer, request.new_cookies))


def _kind(error: DomainError) -> type[DomainError]:
    return next(kind for kind in _STATUS if isinstance(error, kind))


def _check_act(request: Request, public: bool) -> None:
    if not forgery.proven(request):
        raise NotAllowed("page_too_old")
    if not public and request.user.role == "reader":
        raise NotAllowed("reader")


def _visitor(request: Request) -> Visitor | None:
    """Whoever holds the secret of an open session of that agency, and still has the role it was opened with."""
    claimed = cookies.opened(request)
    if claimed is None:
        return None
    agency_id, user_id, secret = claimed
    try:
        office = bootstrap.office(agency_id)
    except LookupError:
        return None
    found = office.access.session(user_id, digest(secret), request.now)
    return Visitor(found[0], found[1], office) if found else None


def _language(request: Request) -> str:
    """The chosen one, else the user's, else the browser's, else French (U-137)."""
    asked = [cookies.value(request, cookies.LANGUAGE)]
    if request.visitor:
        asked.append(request.visitor.user.language)
    asked += [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for language in asked if language in LANGUAGES), "fr")


def _to_sign_in(request: Request) -> Answer:
    """htmx is told to leave the page; a browser is sent to sign in and comes back."""
    back = _wanted(request)
    where = "/connexion" if back == "/" else f"/connexion?{urlencode({'retour': back})}"
    if request.enhanced:
        return Answer("", 401, headers={"HX-Redirect": where})
    return redirect(where)


def _wanted(request: Request) -> str:
    """The page to come back to. A link cannot repeat an act: that one comes back to its form."""
    if request.method == "GET" and not request.enhanced:
        query = urlencode(request.query, doseq=True)
        return f"{request.path}?{query}" if query else request.path
    origin = bootstrap.settings().origin
    form = request.headers.get("hx-current-url" if request.enhanced else "referer", "")
    return form.removeprefix(origin) if form.startswith(f"{origin}/") else "/"


def dressed(event: object, get_response: Callable[[object], Response]) -> Response:
    """What the framework answers by itself, a wrong method or type of body, carries our headers too (W-10)."""
    response = get_response(event)
    worn = {name.lower() for name in response.headers}
    for name, value in headers_of(Answer(content_type="application/json"), []).items():
        if name.lower() not in worn:
            response.headers[name] = value
    return response
