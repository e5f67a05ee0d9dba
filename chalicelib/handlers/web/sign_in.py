"""Sign-in by mail link: one answer whoever asks; GET shows, POST opens (W-3, W-7, U-106)."""

from __future__ import annotations

import re

from chalicelib import bootstrap
from chalicelib.domain.access_link import LINK_LIFE, digest
from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.letter import valid_email
from chalicelib.domain.party import normal_email
from chalicelib.handlers import cookies
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.usecases.sign_in import close_session, open_session

LINK_SECONDS = int(LINK_LIFE.total_seconds())
_TOKEN = re.compile(r"([a-z0-9-]{1,60})\.([A-Za-z0-9_-]{1,60})\.([A-Za-z0-9_-]{20,100})")


def sign_in_form(request: Request) -> Answer:
    _know_browser(request)
    return page(request, "sign_in", back=cookies.local_path(request.asked("retour", "/")))


def ask_for_link(request: Request) -> Answer:
    email = normal_email(request.typed("email"))
    if not valid_email(email):
        return page(request, "sign_in", status=422, typed={"email": request.typed("email")},
                    faults={"email": "not_an_address"}, back=cookies.local_path(request.typed("back")))
    bootstrap.queues().sign_in(email, digest(request.browser), bootstrap.secrets().new_id())
    cookies.keep_way_back(request, request.typed("back"), LINK_SECONDS)
    return page(request, "sign_in_sent", email=email)


def link_opened(request: Request) -> Answer:
    """Nothing is used up by looking: mail scanners open links too (W-1)."""
    _know_browser(request)
    return page(request, "sign_in_continue", token=request.parts["token"])


def link_used(request: Request) -> Answer:
    found = _TOKEN.fullmatch(request.parts["token"])
    try:
        agency_id, user_id, token = found.groups() if found else ("", "", "")
        office = bootstrap.office(agency_id)
        opened = open_session(office, user_id, token, request.browser, request.now)
    except (LookupError, NotAllowed):
        return page(request, "sign_in_dead", status=403)
    cookies.put(request, cookies.SESSION, f"{agency_id}.{opened.secret}")
    return redirect(cookies.way_back(request))


def sign_out(request: Request) -> Answer:
    if request.visitor:
        close_session(request.office, request.visitor.session)
    cookies.put(request, cookies.SESSION, "", 0)
    return redirect("/connexion")


def _know_browser(request: Request) -> None:
    """The link will work in this browser only; its cookie says which one it is."""
    if not request.browser:
        request.browser = bootstrap.secrets().token()
        cookies.put(request, cookies.BROWSER, request.browser)
