"""An act counts only when it comes from our own page, in the same session (W-2, W-9, U-121)."""

from __future__ import annotations

import pytest

from chalicelib import bootstrap
from chalicelib.gateways.secrets import SystemSecrets
from infra.seed.cast import CLAIRE, KARIM
from tests.handlers.filled import Ids
from tests.handlers.house import BASE, SAME_ORIGIN, Browser, House
from tests.handlers.routes import LINKS, POSTS, form_of, path_of

FOREIGN: dict[str, dict[str, str]] = {
    "another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "cross-site": {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
    "same-site": {"Origin": BASE, "Sec-Fetch-Site": "same-site"},
    "typed in the address bar": {"Sec-Fetch-Site": "none"},
    "foreign origin alone": {"Origin": "https://evil.example"},
    "foreign origin beside a friendly word": {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    "origin null": {"Origin": "null"},
    "a prefix of ours": {"Origin": f"{BASE}.evil.example"},
    "no word at all": {},
}


def browser_for(house: House, route: str, ids: Ids) -> Browser:
    if route in LINKS:
        return Browser(house, home=path_of(route, ids))
    return house.visitor() if route.startswith("/connexion") else house.signed_in(CLAIRE)


def test_every_act_refuses_forged_requests_and_writes_nothing(house: House, ours: Ids) -> None:
    stranger = house.signed_in(KARIM).proof()
    for route in POSTS:
        browser = browser_for(house, route, ours)
        right = browser.proof()
        path, fields, before = path_of(route, ours), form_of(route, ours), house.snapshot()
        for name, proof in {"none": "", "of another session": stranger, "cut": right[:-1], "not ascii": "é",
                            "of nobody": house.secrets.sign("form", "browser:")}.items():
            assert browser.post(path, fields, proof=proof).status == 403, f"{route}: proof {name}"
        for name, says in FOREIGN.items():
            assert browser.post(path, fields, says=says).status == 403, f"{route}: {name}"
        for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
            assert browser.post(path, fields, content_type=kind).status == 415, f"{route}: {kind}"
        assert house.snapshot() == before, f"{route} wrote something"


@pytest.mark.parametrize("route", POSTS)
def test_the_same_act_from_our_own_page_succeeds(house: House, ours: Ids, route: str) -> None:
    """The control: what was refused above was refused for its origin alone."""
    browser = browser_for(house, route, ours)
    before = house.snapshot()
    answer = browser.post(path_of(route, ours), form_of(route, ours))
    assert answer.status in (200, 303), answer.words
    assert house.snapshot() != before


def test_a_browser_that_only_names_its_origin_is_believed(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    answer = claire.post(f"/tickets/{ours.number}/traite", says={"Origin": BASE})
    assert answer.status == 303


def test_a_browser_without_our_cookie_cannot_ask_for_a_link(house: House) -> None:
    """Its proof would be the same for everybody, and its link would open anywhere."""
    stranger = house.visitor()
    proof = house.secrets.sign("form", "browser:")
    before = house.snapshot()
    assert stranger.post("/connexion", {"email": CLAIRE.email}, proof=proof).status == 403
    assert house.snapshot() == before


def test_keys_are_changed_without_signing_anybody_out(house: House, ours: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    """W-8, O-1: the older key still verifies while it is listed; a retired one does not."""
    claire = house.signed_in(CLAIRE)
    old, path = claire.proof(), f"/tickets/{ours.number}/traite"
    for keys, status in ((("newer", "key-of-the-tests"), 303), (("newer",), 403), (("key-of-the-tests",), 303)):
        monkeypatch.setattr(bootstrap, "secrets", lambda keys=keys: SystemSecrets(keys))
        assert claire.get("/").status == 200, "the session is in the table, not in the key"
        assert claire.post(path, proof=old).status == status


def test_too_many_fields_or_a_broken_body_are_a_page_in_words(house: House) -> None:
    claire = house.signed_in(CLAIRE)
    many = {f"f{n}": "x" for n in range(300)}
    answer = claire.post("/tickets/nouveau", many)
    assert answer.status == 403, "without its proof it is an act that nobody proved"
    assert "Page trop ancienne" in answer.words
    assert claire.post("/tickets/nouveau", {"title": "x" * 300_000}).status == 403
    assert SAME_ORIGIN["Origin"] == BASE
