"""A session is signed in by one link and ends at once with the account, the role or the click (W-8, W-3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.models import keys
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House
from tests.handlers.mailed import ask, deliver, links, signed_in, use


def sessions(house: House) -> list[Any]:
    return [e for key, e in house.table.items.items() if key[1] == "SESSION"]


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
