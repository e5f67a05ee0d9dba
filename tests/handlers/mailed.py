"""Asking for a sign-in link, finding it in the mail that left, and using it, as a person does."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy

from chalicelib.handlers.events.outbound_mail import send
from infra.seed.cast import CLAIRE
from tests.handlers.house import BASE, Answer, Browser, House


def deliver(house: House) -> None:
    """The worker does what the queue holds, twice: queues deliver at least once (R-13)."""
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


def signed_in(house: House) -> tuple[Browser, str]:
    person = house.visitor()
    ask(house, person)
    assert use(person, links(house)[-1]).status == 303
    return person, person.cookies[house.cookie("session")]
