"""A POST counts only when it comes from our own page in this browser (W-9, U-121).

Two proofs: a token in the form, bound to the session or to the browser cookie, and the browser's own
word about where the form was (Sec-Fetch-Site, or Origin where that is missing).
"""

from __future__ import annotations

from chalicelib import bootstrap
from chalicelib.handlers import cookies
from chalicelib.handlers.request import Request


def token(request: Request) -> str:
    """The hidden value of every form on this page."""
    return bootstrap.secrets().sign("form", _binding(request))


def proven(request: Request) -> bool:
    return _same_origin(request) and bootstrap.secrets().signed("form", _binding(request), request.typed("csrf"))


def _binding(request: Request) -> str:
    if request.visitor:
        return f"session:{request.visitor.session.secret_hash}"
    return f"browser:{request.browser or cookies.value(request, cookies.BROWSER)}"


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site == "same-origin"
    return request.headers.get("origin", "") == bootstrap.settings().origin
