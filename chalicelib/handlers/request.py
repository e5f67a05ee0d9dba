"""A request as our pages read it: decoded once, repeated values kept, nothing trusted yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote

from chalicelib.domain.access_link import Session
from chalicelib.domain.agency import User
from chalicelib.usecases.ports import Office

FORM_LIMIT = 200_000  # bytes: our longest form is a letter


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: the session, the person as of now, the agency they belong to."""

    session: Session
    user: User
    office: Office


@dataclass(slots=True)
class Request:
    """What a view may use. `parts` are the path's variables, decoded (PF-37); `route` is the path's
    pattern, which a log may hold where the path itself could be a secret; `link` the token of a page that is for
    whoever holds its address."""

    method: str
    path: str
    route: str
    parts: dict[str, str]
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    cookies: dict[str, str]
    headers: dict[str, str]
    now: datetime
    language: str = "fr"
    browser: str = ""
    visitor: Visitor | None = None
    link: str = ""
    new_cookies: list[str] = field(default_factory=list)

    def asked(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def typed(self, name: str) -> str:
        """The first value of a form field, line ends as \\n, without NUL."""
        return self.form.get(name, [""])[0].replace("\r\n", "\n").replace("\x00", "")

    def number(self, name: str, otherwise: int) -> int:
        """A whole number of a form field; what is none is `otherwise`."""
        text = self.typed(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

    def chosen(self, name: str) -> tuple[str, ...]:
        return tuple(self.form.get(name, ()))

    @property
    def partial(self) -> bool:
        """htmx asks for a fragment; everybody else gets the page."""
        return self.headers.get("hx-request-type", "") == "partial"

    @property
    def enhanced(self) -> bool:
        return "hx-request" in self.headers

    @property
    def office(self) -> Office:
        """The visitor's own agency, the only one there is for this request."""
        if self.visitor is None:
            raise PermissionError("no visitor")
        return self.visitor.office

    @property
    def user(self) -> User:
        if self.visitor is None:
            raise PermissionError("no visitor")
        return self.visitor.user


def read(raw: Any, now: datetime) -> Request:
    """Translate Chalice's request. A form that is not one, or too long, is an empty form."""
    headers = {str(k).lower(): str(v) for k, v in (raw.headers or {}).items()}
    query = raw.query_params
    names = list(query or {})
    return Request(
        method=raw.method, path=str(raw.context.get("path", raw.path)),
        route=str(raw.context.get("resourcePath", "")),
        parts={k: unquote(v) for k, v in (raw.uri_params or {}).items()},
        query={name: list(query.getlist(name)) for name in names} if query else {},
        form=_form(raw, headers), cookies=_cookies(headers.get("cookie", "")), headers=headers, now=now,
    )


def _form(raw: Any, headers: dict[str, str]) -> dict[str, list[str]]:
    if raw.method != "POST" or not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    found: dict[str, list[str]] = {}
    try:
        body = raw.raw_body
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
        typed = parse_qsl(text, keep_blank_values=True, max_num_fields=200) if len(text) <= FORM_LIMIT else []
    except ValueError:  # more fields than any form of ours, or a body that is not what it claims
        return found
    for name, value in typed:
        found.setdefault(name, []).append(value)
    return found


def _cookies(header: str) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
