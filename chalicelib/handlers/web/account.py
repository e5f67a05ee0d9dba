"""One's own account: language, appearance, and the end of all open sign-ins (U-107, U-27)."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.domain.staff import ROLES
from chalicelib.handlers import cookies
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.contact_labels import LANGUAGES
from chalicelib.usecases.own_account import choose_language, sign_out_everywhere

YEAR = 365 * 24 * 3600  # seconds
LOOKS: dict[str, str] = {"": N_("Comme l’appareil"), "light": N_("Claire"), "dark": N_("Sombre")}


def show(request: Request) -> Answer:
    return page(request, "account", roles=ROLES, languages=LANGUAGES, looks=LOOKS, done=request.asked("fait"))


def save(request: Request) -> Answer:
    """The cookie of this browser follows: it would win over the choice (U-137)."""
    language = request.typed("language")
    if language in LANGUAGES:
        choose_language(request.office, request.user, "en" if language == "en" else "fr")
        cookies.put(request, cookies.LANGUAGE, language, YEAR)
    if (look := request.typed("look")) in LOOKS:
        cookies.put(request, cookies.LOOK, look, YEAR if look else 0)
    return redirect("/moi?fait=1")


def leave(request: Request) -> Answer:
    sign_out_everywhere(request.office, request.user, request.now)
    cookies.put(request, cookies.SESSION, "", 0)
    return redirect("/connexion")
