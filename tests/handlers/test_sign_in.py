"""Sign-in by mail link: once, ten minutes, the newest, in the browser that asked (W-3, W-6, W-7, W-8)."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from chalicelib.handlers.events.outbound_mail import send
from chalicelib.models import keys
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import BASE, Answer, Browser, House

DEAD = "Ce lien ne fonctionne plus"


def deliver(house: House) -> None:
    """The worker does what the queue holds, twice: queues deliver at least once (R-13)."""
    import json

    while house.queues.waiting:
        kind, work = house.queues.waiting.pop(0)
        body = {"sign_in": work} if kind == "sign_in" else {"agency": agency_of(house, work), "mail": work}
        for _ in range(2):
            answer = send({"Records": [{"messageId": "1", "body": json.dumps(body)}]})
            assert answer == {"batchItemFailures": []}


def agency_of(house: House, mail_id: str) -> str:
    """The queue of the fakes forgets whose mail it is; the table knows."""
    (pk,) = {key[0] for key, e in house.table.items.items() if key[1] == "MAIL" and e.id == mail_id}
    return pk.split("#")[1]


def ask(house: House, browser: Browser, email: str = CLAIRE.email, back: str = "/", **headers: str) -> Answer:
    browser.get("/connexion")
    browser.headers |= headers
    answer = browser.post("/connexion", {"email": email, "back": back})
    browser.headers.clear()
    return answer


def links(house: House) -> list[str]:
    """The paths of all links mailed so far."""
    deliver(house)
    found = []
    for _, raw in house.mailer.sent:
        body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
        assert body is not None
        found += re.findall(rf"{re.escape(BASE)}(/connexion/\S+)", body.get_content())
    return found


def use(browser: Browser, link: str) -> Answer:
    browser.get(link)
    return browser.post(link)


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


def sessions(house: House) -> list[Any]:
    return [e for key, e in house.table.items.items() if key[1] == "SESSION"]


def signed_in(house: House) -> tuple[Browser, str]:
    person = house.visitor()
    ask(house, person)
    assert use(person, links(house)[-1]).status == 303
    return person, person.cookies[house.cookie("session")]


def test_only_hashes_are_stored_and_nothing_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    person = house.visitor()
    ask(house, person)
    (link,) = links(house)
    use(person, link)
    cookie = person.cookies[house.cookie("session")]
    token, secret = link.rpartition(".")[2], cookie.rpartition(".")[2]
    browser = person.cookies[house.cookie("browser")]
    # The mail itself is the secret's way to its owner: its row is the one place that holds the link.
    stored = {key: str(entity) for key, entity in house.table.items.items()}
    assert {key for key, text in stored.items() if token in text} == {
        key for key in stored if key[1] == "MAIL" and "sign_in" in stored[key]}
    assert not [key for key, text in stored.items() if secret in text or browser in text]
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


def test_a_deactivated_person_gets_no_link_and_loses_what_was_open(house: House) -> None:
    person, _ = signed_in(house)
    pending = house.visitor()
    ask(house, pending)
    link = links(house)[-1]
    change_user(house, active=False)
    assert person.get("/").status == 303
    assert person.post("/deconnexion", proof="x").status == 303
    assert use(pending, link).status == 403
    sent = len(house.mailer.sent)
    ask(house, house.visitor())
    deliver(house)
    assert len(house.mailer.sent) == sent


def test_a_changed_role_ends_the_session_at_once(house: House, ours: Ids) -> None:
    """W-8: and the next one has the new role."""
    person, _ = signed_in(house)
    assert person.get("/").status == 200
    change_user(house, role="reader")
    assert person.get("/").status == 303
    before = house.snapshot()
    assert person.post(f"/tickets/{ours.number}/traite", proof="x").status == 303
    assert house.snapshot() == before
    again, _ = signed_in(house)
    assert again.post(f"/tickets/{ours.number}/traite").status == 403


def change_user(house: House, **changes: Any) -> None:
    key = keys.user(cast.RIVOLI, CLAIRE.id)
    house.table.items[key] = replace(house.table.items[key], **changes)


def test_a_forged_session_is_nobody(house: House) -> None:
    """Each byte of the cookie counts."""
    person, cookie = signed_in(house)
    name = house.cookie("session")
    assert person.get("/").status == 200
    for at in range(len(cookie)):
        flipped = cookie[:at] + ("b" if cookie[at] == "a" else "a") + cookie[at + 1:]
        assert Browser(house, {name: flipped}).get("/").status == 303, at
    for forged in ("", "rivoli", "rivoli.claire.", "rivoli..x", cookie[:-1], cookie + "a", cookie.upper(), "%00", "é"):
        assert Browser(house, {name: forged}).get("/").status == 303, forged


def test_after_signing_out_the_cookie_is_worthless(house: House) -> None:
    person, cookie = signed_in(house)
    assert person.post("/deconnexion").headers["location"] == "/connexion"
    assert house.cookie("session") not in person.cookies
    assert Browser(house, {house.cookie("session"): cookie}).get("/").status == 303
    assert sessions(house) == []


def test_a_session_ends_after_thirty_days_whatever_the_table_still_holds(house: House) -> None:
    """D-8: expiry is ours."""
    person, _ = signed_in(house)
    house.later(days=29, hours=23)
    assert person.get("/").status == 200
    house.later(hours=2)
    assert len(sessions(house)) == 1
    assert person.get("/").status == 303


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
    from urllib.parse import quote

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
