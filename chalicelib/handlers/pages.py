"""Pages from templates: what every page knows, whole or as the fragment htmx asks for."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from chalicelib.handlers import cookies, forgery
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.request import Request

SLUG_OF = {
    "mission": "missionner", "chase_contractor": "relancer", "inform_tenant": "informer-locataire",
    "inform_owner": "informer-proprietaire", "inform_other": "informer-autre",
    "quote_to_owner": "devis-proprietaire", "order": "validation-devis", "ask_invoice": "demander-facture",
}
FORMS = {"edit": "modifier", "close": "fermer"}
STATIC = Path(__file__).parent.parent / "static"


@cache
def static(name: str) -> str:
    """The address of a static file, with the hash of its content in the name (U-13)."""
    stem, _, suffix = name.rpartition(".")
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{stem}.{mark}.{suffix}"


def page(request: Request, template: str, *, status: int = 200, block: str = "", files_from: str = "",
         **facts: Any) -> Answer:
    """A whole page, or only `block` of it when htmx asks for a fragment."""
    from chalicelib.rendering.environment import environment  # an act that ends in a redirect renders nothing

    found = environment(request.language).get_template(f"pages/{template}.html")
    values = _shared(request) | facts
    if block and request.partial:
        context = found.new_context(values)
        body = "".join(found.blocks[block](context))
    else:
        body = found.render(values)
    return Answer(body, status, files_from=files_from)


def _shared(request: Request) -> dict[str, Any]:
    visitor = request.visitor
    return {
        "lang": request.language, "now": request.now, "static": static,
        "path": "/" if request.link else request.path, "outside": bool(request.link),
        "turned": _turned(request),
        "csrf": forgery.token(request), "user": visitor.user if visitor else None,
        "may_act": bool(visitor and visitor.user.role == "manager"),
        "look": cookies.look(request),
        "agency": visitor.office.agency if visitor else None, "faults": {}, "typed": {}, "way": way_of,
    }


def _turned(request: Request) -> str:
    """The address of this page in another language, to be ended with its code: what it shows stays in it."""
    kept = {name: request.asked(name) or request.typed(name) for name in ("key", "lot", "page")}
    return f"{request.path}?{urlencode({name: value for name, value in kept.items() if value} | {'langue': ''})}"


def way_of(action: str) -> str:
    """The end of the address of an action of the menu: a letter to write, or a form of its own."""
    return FORMS.get(action) or f"ecrire/{SLUG_OF[action]}"


def error_page(request: Request, status: int, code: str, facts: dict[str, Any]) -> Answer:
    """An error in the reader's words, the same for what is absent and what is somebody else's (U-114)."""
    name = "error_fragment" if request.enhanced else "error"
    return page(request, name, status=status, code=code, status_code=status, details=facts)
