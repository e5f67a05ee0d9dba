"""Every route of the product passes here: session, proof of origin, errors in words, headers.

A view takes a Request and returns an Answer. There is no other way to add a route, so none can
forget a check.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from urllib.parse import urlencode

from chalice.app import Chalice, Response

from chalicelib import bootstrap
from chalicelib.domain.access_link import digest
from chalicelib.domain.agency import UserRole
from chalicelib.domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from chalicelib.handlers import cookies, forgery
from chalicelib.handlers import request as requests
from chalicelib.handlers.answer import Answer, headers_of, redirect
from chalicelib.handlers.pages import error_page
from chalicelib.handlers.request import Request, Visitor
from chalicelib.rendering.catalog import LANGUAGES

View = Callable[[Request], Answer]
MANAGERS: tuple[UserRole, ...] = ("manager",)
ACCOUNTING: tuple[UserRole, ...] = ("manager", "accountant")
EVERYBODY: tuple[UserRole, ...] = ("manager", "accountant", "reader")
FORM = "application/x-www-form-urlencoded"
_LOG = logging.getLogger("bon_pour_accord")
_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422}


@dataclass(frozen=True, slots=True)
class Route:
    """One address. `view` is "module:function" of handlers.web; `public` needs no session.

    GET shows and never changes anything (W-1); POST acts, proven to come from our own page. `may` are the roles
    that it is for: when the table says nothing, everybody looks and managers act (W-11). `link`: for whoever holds
    the address, whoever is signed in in this browser; its forms are bound to the token in the path.
    """

    method: str
    path: str
    view: str
    public: bool = False
    may: tuple[UserRole, ...] = ()
    link: bool = False

    def allows(self, role: UserRole) -> bool:
        return role in (self.may or (MANAGERS if self.method == "POST" else EVERYBODY))


def attach(app: Chalice, routes: Sequence[Route]) -> None:
    """Add the routes to the application, each behind the same door, and our headers to whatever it answers."""
    app.register_middleware(dressed, "http")
    for route in routes:
        content_types = [FORM] if route.method == "POST" else ["application/json"]
        name = f"{route.view.replace(':', '_')}_{route.method.lower()}"
        app.route(route.path, methods=[route.method], content_types=content_types, name=name)(_door(app, route))


def _door(app: Chalice, route: Route) -> Callable[..., Response]:
    def handle(**_: str) -> Response:
        request = requests.read(app.current_request, bootstrap.clock())
        return finish(request, run(request, route))
    return handle


@cache
def _view(name: str) -> View:
    """The function a route names; its module is loaded by the first visit."""
    module, _, function = name.partition(":")
    view: View = getattr(import_module(f"chalicelib.handlers.web.{module}"), function)
    return view


def run(request: Request, route: Route) -> Answer:
    """The view's answer, or the words for what went wrong. Nothing technical reaches the reader."""
    request.language = _language(request)
    try:
        if route.link:
            request.link = request.parts.get("token", "")
        else:
            request.visitor = _visitor(request)
        request.language = _language(request)
        request.browser = cookies.value(request, cookies.BROWSER)
        open_to_all = route.public or route.link
        if request.visitor is None and not open_to_all:
            return _to_sign_in(request)
        if request.method == "POST" and not forgery.proven(request):
            raise NotAllowed("page_too_old")
        if not open_to_all and not route.allows(request.user.role):
            raise NotAllowed("role")
        return _view(route.view)(request)
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
