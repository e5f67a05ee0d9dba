"""The store is down: a page in words with a reference, nothing technical, nothing half done (O-6, U-118)."""

from __future__ import annotations

import json
import re

import pytest

from infra.seed.cast import CLAIRE
from tests.fakes.faults import Outage
from tests.handlers.filled import Ids
from tests.handlers.house import Answer, Browser, House
from tests.handlers.routes import GETS, LINKS, POSTS, form_of, path_of
from tests.handlers.test_answers import dressed

WITHOUT_STORE = ("/langue/{code}", "/static/{name}", "/connexion")


def stop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Outage("canary of the store at 10.0.0.7")
    for name in ("get", "query", "listing", "counters", "write", "take_number"):
        monkeypatch.setattr(house.table, name, refuse)


def in_words(answer: Answer, said: str = "Une erreur est survenue") -> None:
    dressed(answer)
    assert answer.status == 500
    assert said in answer.words
    assert re.search(r"\b[0-9a-f]{8}\b", answer.words), "a reference to quote"
    assert not re.search(r"canary|Outage|10\.0\.0\.7|Traceback|dynamo|boto", answer.text, re.I)


def test_every_page_that_needs_the_store_says_so(house: House, ours: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    claire = house.signed_in(CLAIRE)
    claire.proof()
    stop(house, monkeypatch)
    for route in GETS:
        in_words(claire.get(path_of(route, ours)))


def test_what_needs_no_store_still_works(house: House, ours: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor without a session sees the sign-in page, and may even ask for a link."""
    visitor = house.visitor()
    stop(house, monkeypatch)
    for route in WITHOUT_STORE:
        assert visitor.get(path_of(route, ours)).status in (200, 303)
    assert visitor.post("/connexion", {"email": CLAIRE.email}).status == 200


@pytest.mark.parametrize("route", [r for r in POSTS if r not in ("/connexion", "/connexion/{token}", "/deconnexion")])
def test_no_act_is_half_done(house: House, ours: Ids, route: str) -> None:
    """The store stops at each call in turn: an act is whole or nothing, and the page says which."""
    claire = house.signed_in(CLAIRE)
    if route in LINKS:
        claire = Browser(house, home=path_of(route, ours))
    claire.proof()
    for at in range(30):
        before = house.snapshot()
        house.faults.at, house.faults.fired = house.faults.count + at, False
        answer = claire.post(path_of(route, ours), form_of(route, ours))
        house.faults.at = -1
        if answer.status == 303:
            break  # it got through: what the queue alone missed, the sweep announces again
        assert house.faults.fired
        in_words(answer)
        assert house.snapshot()["items"] == before["items"], f"call {at}"
        assert house.snapshot()["mails"] == before["mails"], f"call {at}"
    assert at > 1, "the store was reached"
    assert house.snapshot() != before, "the last try did it"


def test_the_page_is_in_the_language_of_the_browser(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    claire = house.signed_in(CLAIRE)
    claire.headers["Accept-Language"] = "en-GB,en;q=0.8"
    stop(house, monkeypatch)
    in_words(claire.get("/"), "Something went wrong")


def test_a_queue_that_refuses_a_sign_in_request_is_said(house: House) -> None:
    """Nobody would send it again: the person must know (W-7 holds, it is the same for everybody)."""
    visitor = house.visitor()
    visitor.proof()
    house.faults.at = house.faults.count
    in_words(visitor.post("/connexion", {"email": "nobody@ailleurs.example"}))
    assert json.dumps(house.queues.waiting) == "[]"
