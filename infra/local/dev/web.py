"""What a /dev room is asked and what it tells back, with the headers that keep these pages harmless."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..instance import HOST

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_OURSELVES = {HOST, "localhost", "[::1]"}


@dataclass(frozen=True)
class Asked:
    """One request to a /dev room."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @cached_property
    def params(self) -> dict[str, list[str]]:
        return parse_qs(self.query, keep_blank_values=True)

    def param(self, name: str, default: str = "") -> str:
        return self.params.get(name, [default])[-1]

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def wants_json(self) -> bool:
        return "json" in self.headers.get("accept", "") or "json" in self.content_type

    @property
    def is_ours(self) -> bool:
        """Sent to a loopback name, and not by a page of another site: these rooms have no other lock."""
        if _host(self.headers.get("host", "")) not in _OURSELVES:
            return False
        origin = self.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == self.headers["host"]


@dataclass
class Told:
    """The answer of a room."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def _host(value: str) -> str:
    return value if value.endswith("]") else value.rpartition(":")[0] or value


def page(html: str, status: int = 200, policy: str = STRICT) -> Told:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    headers |= {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Told(status, html.encode(), headers | {"X-Content-Type-Options": "nosniff"})


def as_json(content: Any, status: int = 200) -> Told:
    text = json.dumps(content, ensure_ascii=False, default=str)
    return Told(status, text.encode(), {"Content-Type": "application/json; charset=utf-8"})


def as_file(body: bytes, content_type: str) -> Told:
    """Bytes a browser must not interpret beyond their type."""
    headers = {"Content-Type": content_type, "X-Content-Type-Options": "nosniff"}
    return Told(200, body, headers | {"Content-Security-Policy": "default-src 'none'; sandbox"})


def see(place: str) -> Told:
    """After a form: go and look there."""
    return Told(303, b"", {"Location": place, "Content-Type": "text/plain"})


def fault(status: int, reason: str) -> Told:
    return as_json({"error": reason}, status)
