"""A POST counts only when it comes from our own page in this browser (W-9, U-121).

Two proofs: a token in the form, bound to the session, to the link or to the browser cookie, and the browser's own
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
    """A browser we do not know yet has no page of ours to post from."""
    known = bool(_known(request)) and _same_origin(request)
    return known and bootstrap.secrets().signed("form", _binding(request), request.typed("csrf"))


def _binding(request: Request) -> str:
    if request.link:
        return f"link:{request.link}"
    if request.visitor:
        return f"session:{request.visitor.session.secret_hash}"
    return f"browser:{_known(request)}"


def _known(request: Request) -> str:
    if request.link:
        return request.link
    if request.visitor:
        return request.visitor.session.secret_hash
    return request.browser or cookies.value(request, cookies.BROWSER)


def _same_origin(request: Request) -> bool:
    """Every word the browser says must agree; a browser that says nothing proves nothing."""
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    if origin and origin != bootstrap.settings().origin:
        return False
    return site == "same-origin" if site else bool(origin)
