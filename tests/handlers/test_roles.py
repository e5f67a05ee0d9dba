"""Four visitors, every route: what the table says is what the door does, and no page offers what it would refuse
(W-8, W-11, U-108)."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from chalicelib.domain.agency import UserRole
from chalicelib.handlers.doors import EVERYBODY, Route
from infra.seed.cast import CLAIRE, KARIM
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House
from tests.handlers.routes import GETS, LINKS, POSTS, PUBLIC, ROUTES, form_of, path_of

PEOPLE = {"manager": CLAIRE, "accountant": KARIM, "reader": cast.ROSE}
LINK = re.compile(r'<a\b[^>]*?href="(/[^"#]*)')
FORM = re.compile(r"<form\b[^>]*>")
SIGNED_IN_POSTS = [r for r in POSTS if not r.startswith("/connexion") and r not in LINKS]


def test_the_table_says_who_may_act() -> None:
    """Whatever is not listed here is for managers alone."""
    others = {route.path: route.may for route in ROUTES.values() if route.method == "POST" and not route.public
              and (route.allows("reader") or route.allows("accountant"))}
    assert others == {
        "/deconnexion": EVERYBODY, "/vues": EVERYBODY, "/moi": EVERYBODY, "/moi/deconnecter": EVERYBODY,
        "/aide": EVERYBODY,
        "/tickets/{number}/preuves": ("manager", "accountant"),
        "/tickets/{number}/decompte": ("manager", "accountant"),
        "/tickets/{number}/pieces/{document}/bon-a-payer": ("manager", "accountant"),
        "/tickets/{number}/pieces/{document}/corriger": ("manager", "accountant"),
        "/tickets/{number}/pieces/{document}/commenter": ("manager", "accountant"),
        "/tickets/{number}/pieces/{document}/modifier": ("manager", "accountant")}


@pytest.mark.parametrize("role", ["accountant", "reader"])
def test_acts_of_others_are_refused_in_words_and_write_nothing(house: House, ours: Ids, role: UserRole) -> None:
    browser = house.signed_in(PEOPLE[role])
    proof, before = browser.proof(), house.snapshot()
    for route in SIGNED_IN_POSTS:
        if not ROUTES["POST", route].allows(role):
            answer = browser.post(path_of(route, ours), form_of(route, ours), proof=proof)
            assert (answer.status, "Votre rôle ne permet pas" in answer.words) == (403, True), route
    assert house.snapshot() == before


@pytest.mark.parametrize("role", ["manager", "accountant", "reader"])
def test_acts_of_one_s_own_are_not_refused(house: House, ours: Ids, role: UserRole) -> None:
    for route in SIGNED_IN_POSTS:
        if ROUTES["POST", route].allows(role):
            answer = house.signed_in(PEOPLE[role]).post(path_of(route, ours), form_of(route, ours))
            assert answer.status != 403, route
        if route == "/moi/deconnecter":
            house.later(minutes=1)


def test_who_is_not_signed_in_is_sent_to_sign_in(house: House, ours: Ids) -> None:
    visitor, before = house.visitor(), house.snapshot()
    for route in (r for r in GETS if r not in PUBLIC):
        answer = visitor.get(path_of(route, ours))
        assert (answer.status, answer.headers["location"].partition("?")[0]) == (303, "/connexion"), route
    for route in SIGNED_IN_POSTS:
        assert visitor.post(path_of(route, ours), form_of(route, ours)).status == 303, route
    assert house.snapshot() == before


@pytest.mark.parametrize("role", ["manager", "accountant", "reader"])
def test_no_page_offers_what_its_visitor_may_not_do(house: House, ours: Ids, role: UserRole) -> None:
    """Every link and every form of every page, the menus in it too, leads where this person is let in."""
    browser = house.signed_in(PEOPLE[role])
    for path in pages_of(role, ours):
        answer = browser.get(path)
        if answer.status != 200:
            continue
        for method, where in offered(answer.text):
            route = route_of(method, where)
            assert route is None or route.public or route.link or route.allows(role), f"{path} offers {method} {where}"


def test_the_search_sees_what_is_offered(house: House, ours: Ids) -> None:
    """The control: to a manager the same pages offer acts of managers."""
    claire = house.signed_in(CLAIRE)
    found = {r.path for path in pages_of("manager", ours) for m, where in offered(claire.get(path).text)
             if (r := route_of(m, where)) and not r.allows("reader")}
    assert len(found) > 20
    assert {"/tickets/nouveau", "/tickets/{number}/ecrire/{slug}", "/a-classer/{delivery}/classer"} <= found


def pages_of(role: UserRole, ours: Ids) -> list[str]:
    paths = [path_of(route, ours) for route in GETS
             if ROUTES["GET", route].allows(role) and not route.startswith(("/static", "/langue", "/pieces"))]
    return [*paths, "/?vue=all", "/?vue=done", f"/tickets/{ours.shut}", f"/tickets/{ours.shut}/actions"]


def offered(text: str) -> list[tuple[str, str]]:
    links = [("GET", html.unescape(found)) for found in LINK.findall(text)]
    forms: list[tuple[str, str]] = []
    for tag in FORM.findall(text):
        said: dict[str, Any] = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if said.get("action", "").startswith("/"):
            forms.append((said.get("method", "get").upper(), html.unescape(said["action"])))
    return links + forms


def route_of(method: str, where: str) -> Route | None:
    """The most literal route of this address, as Chalice would choose it."""
    path = where.partition("?")[0]
    fitting = [r for (m, pattern), r in ROUTES.items()
               if m == method and re.fullmatch(re.sub(r"\{[a-z]+\}", "[^/]+", pattern), path)]
    return min(fitting, key=lambda r: r.path.count("{"), default=None)


def test_a_role_that_changes_changes_what_may_be_done_at_once(house: House, ours: Ids) -> None:
    claire, karim = house.signed_in(CLAIRE), house.signed_in(KARIM)
    assert karim.get("/").status == 200
    house.later(seconds=1)
    way = "/reglages/utilisateurs/karim"
    fields = claire.get(way).form(way) | {"role": "manager"}
    assert claire.post(way, fields).status == 303
    assert karim.get("/").status == 303, "his sign-in was that of an accountant"
    house.later(seconds=1)
    again: Browser = house.signed_in(next(u for u in house.desk(cast.RIVOLI).office.directory.users()
                                          if u.id == "karim"))
    assert again.get("/reglages").status == 200
