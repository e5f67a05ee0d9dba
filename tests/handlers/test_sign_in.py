"""Sign-in by mail link: once, ten minutes, the newest, in the browser that asked (W-3, W-6, W-7, W-8)."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

import pytest

from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import BASE, Browser, House
from tests.handlers.mailed import ask, deliver, links, use

DEAD = "Ce lien ne fonctionne plus"


def test_a_link_opens_a_session_once(house: House) -> None:
    person = house.visitor()
    assert ask(house, person).status == 200
    (link,) = links(house)
    assert "Continuer" in person.get(link).words
    opened = use(person, link)
    assert (opened.status, opened.headers["location"]) == (303, "/")
    assert "Agence Rivoli" in person.get("/").words
    again = use(person, link)
    assert again.status == 403
    assert DEAD in again.words


def test_a_link_dies_after_ten_minutes(house: House) -> None:
    early, late = house.visitor(), house.visitor()
    ask(house, early)
    (first,) = links(house)
    house.later(seconds=599)
    assert use(early, first).status == 303
    ask(house, late)
    second = links(house)[-1]
    house.later(seconds=601)
    assert use(late, second).status == 403


def test_only_the_newest_link_works(house: House) -> None:
    person = house.visitor()
    ask(house, person)
    house.later(seconds=5)
    ask(house, person)
    older, newer = links(house)
    assert use(person, older).status == 403
    assert use(person, newer).status == 303


def test_a_link_works_in_the_browser_that_asked_and_in_no_other(house: House) -> None:
    person, thief = house.visitor(), house.visitor()
    ask(house, person)
    (link,) = links(house)
    assert use(thief, link).status == 403
    assert use(person, link).status == 303, "somebody else's try does not spend it"


def test_every_unusable_link_gives_the_same_page(house: House, ours: Ids) -> None:
    visitor = house.visitor()
    tokens = ("rivoli.claire." + "a" * 64, "rivoli.nobody." + "a" * 64, "nobody.claire." + "a" * 64, "x", "a.b.c",
              "x" * 5000, "rivoli.claire.%C3%A9", f"{ours.token}x", ours.piece)
    visitor.get("/connexion")
    pages = [visitor.post(f"/connexion/{token}") for token in tokens]
    assert {p.status for p in pages} == {403}
    texts = {re.sub(r"retour=[^\"]*", "", p.without_proof()) for p in pages}
    assert len(texts) == 1


def test_two_clicks_at_once_open_one_session(house: House) -> None:
    """The link is spent by the version it was read with."""
    person = house.visitor()
    ask(house, person)
    (link,) = links(house)
    person.get(link)
    twin = Browser(house, dict(person.cookies))
    twin.proof(), person.proof()
    statuses = sorted([person.post(link).status, twin.post(link).status])
    assert statuses == [303, 403]


def test_only_hashes_are_stored_and_nothing_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    person = house.visitor()
    ask(house, person)
    (link,) = links(house)
    use(person, link)
    cookie = person.cookies[house.cookie("session")]
    token, secret = link.rpartition(".")[2], cookie.rpartition(".")[2]
    browser = person.cookies[house.cookie("browser")]
    stored = {key: str(entity) for key, entity in house.table.items.items()} | house.files.objects
    assert not [key for key, text in stored.items() if any(s in str(text) for s in (token, secret, browser))]
    said = "\n".join(f"{r.getMessage()} {r.__dict__}" for r in caplog.records)
    assert not any(s in said for s in (token, secret, browser, CLAIRE.email))


def test_a_failure_while_using_a_link_does_not_log_it(house: House, caplog: pytest.LogCaptureFixture) -> None:
    person = house.visitor()
    ask(house, person)
    (link,) = links(house)
    person.get(link)
    person.proof()
    house.faults.at = house.faults.count
    assert person.post(link).status == 500
    said = "\n".join(f"{r.getMessage()} {r.__dict__}" for r in caplog.records)
    assert "request failed" in said
    assert link.rpartition(".")[2] not in said


def test_known_and_unknown_addresses_cost_and_say_the_same(house: House) -> None:
    """W-7: one request each, the queue's; who it is for is found out by the worker."""
    pages, costs = [], []
    for email in (CLAIRE.email, "nobody@ailleurs.example", cast.VERA.email, "CLAIRE@rivoli.example "):
        browser = house.visitor()
        browser.get("/connexion")
        browser.proof()
        before = house.faults.count
        answer = browser.post("/connexion", {"email": email})
        costs.append(house.faults.names[before:])
        pages.append((answer.status, answer.without_proof().replace(email.strip().lower(), "EMAIL"),
                      [c.partition("=")[0] for c in answer.cookies]))
    assert costs == [["sqs.send"]] * 4
    assert all(page == pages[0] for page in pages)
    deliver(house)
    assert sorted(to for to, _ in house.mailer.sent) == [CLAIRE.email, CLAIRE.email, cast.VERA.email]


def test_at_most_five_mails_an_hour(house: House) -> None:
    answers = set()
    for _ in range(20):
        answers.add(ask(house, house.visitor()).status)
        house.later(seconds=60)
    assert answers == {200}, "the sixth is told the same as the first"
    assert len(links(house)) == 5
    house.later(hours=1)
    ask(house, house.visitor())
    assert len(links(house)) == 6


def test_an_unreadable_address_is_said_in_words_and_kept(house: House) -> None:
    answer = ask(house, house.visitor(), email="claire@")
    assert answer.status == 422
    assert 'value="claire@"' in answer.text
    assert house.queues.waiting == []


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Proto", "X-Original-URL"])
def test_links_carry_the_configured_address_only(house: House, header: str) -> None:
    """W-6."""
    person = house.visitor()
    answer = ask(house, person, back="/tickets/1001", **{header: "evil.example"})
    (link,) = links(house)
    assert not any(b"evil.example" in raw for _, raw in house.mailer.sent)
    assert "evil.example" not in answer.text
    opened = use(person, link)
    assert opened.headers["location"].startswith("/")
    person.headers[header] = "evil.example"
    for path in ("/", "/deconnexion", "/langue/en?retour=/"):
        answer = person.get(path)
        assert "evil.example" not in answer.text + answer.headers.get("location", "")


HOSTILE = ("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
           "/%0d%0aSet-Cookie:x=1", "/x\r\nSet-Cookie: a=b", "http:evil.example", " /", "evil", "", "/é",
           "/" + "x" * 600)


@pytest.mark.parametrize("where", HOSTILE)
def test_no_return_address_leads_out_of_the_house(house: House, where: str) -> None:
    person = house.visitor()
    told = [person.get(f"/langue/en?retour={quote(where, safe='')}").headers["location"]]
    page = person.get(f"/connexion?retour={quote(where, safe='')}")
    told.append(page.form("/connexion")["back"])
    ask(house, person, back=where)
    told.append(use(person, links(house)[-1]).headers["location"])
    for location in told:
        assert re.fullmatch(r"/(?![/\\])[!-~]*", location), location
        assert "evil" not in location
        assert "\n" not in location


def test_after_signing_in_the_person_is_where_they_wanted_to_be(house: House, ours: Ids) -> None:
    person = house.visitor()
    sent = person.get(f"/tickets/{ours.number}?avec=marchal&x=a%26b")
    assert sent.status == 303
    page = person.get(sent.headers["location"])
    back = page.form("/connexion")["back"]
    person.post("/connexion", {"email": CLAIRE.email, "back": back})
    opened = use(person, links(house)[-1])
    assert opened.headers["location"] == f"/tickets/{ours.number}?avec=marchal&x=a%26b"
    assert person.get(opened.headers["location"]).status == 200
    assert house.cookie("back") not in person.cookies, "used once"


def test_an_act_after_the_session_ended_comes_back_to_its_form(house: House, ours: Ids) -> None:
    """A link cannot repeat an act."""
    person = house.visitor()
    path = f"/tickets/{ours.number}/ecrire/missionner"
    person.headers["Referer"] = BASE + path
    assert person.post(path, proof="x").headers["location"] == f"/connexion?retour={path.replace('/', '%2F')}"
    person.headers["Referer"] = "https://evil.example" + path
    assert person.post(path, proof="x").headers["location"] == "/connexion"


def test_the_choice_of_language_is_the_readers_own(house: House) -> None:
    visitor = house.visitor()
    assert visitor.get("/langue/de").status == 404
    assert visitor.get("/langue/en").status == 303
    assert "Sign in" in visitor.get("/connexion").words
