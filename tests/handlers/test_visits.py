"""Looking changes nothing: every page, as everybody, ten times (W-1)."""

from __future__ import annotations

from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House
from tests.handlers.routes import GETS, PUBLIC, ROUTES, path_of

VISITS = 10


def everybody(house: House) -> dict[str, Browser]:
    staff = {user.role: house.signed_in(user) for user in cast.STAFF[cast.RIVOLI]}
    return staff | {"nobody": house.visitor()}


def expected(route: str, role: str) -> set[int]:
    """Shown, or sent elsewhere; a stranger to the door; who may not, told so."""
    if role == "nobody":
        return {200, 302, 303} if route in PUBLIC else {303}
    return {200, 302, 303} if route in PUBLIC or ROUTES["GET", route].allows(role) else {403}


def test_every_page_visited_ten_times_by_each_role_changes_nothing(house: House, ours: Ids) -> None:
    people = everybody(house)
    before, seen = house.snapshot(), {}
    for route in GETS:
        for role, browser in people.items():
            statuses = {browser.get(path_of(route, ours)).status for _ in range(VISITS)}
            seen[route, role] = statuses
            assert house.snapshot() == before, f"{role} changed something by looking at {route}"
    for (route, role), statuses in seen.items():
        assert statuses <= expected(route, role), (route, role, statuses)
    assert {role for _, role in seen} == {"manager", "accountant", "reader", "nobody"}


def test_the_sign_in_link_still_works_after_the_visits_of_scanners(house: House, ours: Ids) -> None:
    scanner, person = house.visitor(), house.visitor()
    for _ in range(VISITS):
        scanner.get(f"/connexion/{ours.token}")
    person.get(f"/connexion/{ours.token}")
    assert person.post(f"/connexion/{ours.token}").status == 303
    assert person.get("/").status == 200


def test_asking_for_headers_alone_changes_nothing(house: House, ours: Ids) -> None:
    claire = house.signed_in(cast.STAFF[cast.RIVOLI][0])
    before = house.snapshot()
    for route in GETS:
        assert claire.head(path_of(route, ours)).status == 405, route
    assert house.snapshot() == before


def test_the_comparison_sees_a_change(house: House, ours: Ids) -> None:
    """A check that cannot fail is no check."""
    before = house.snapshot()
    house.table.counted[("A#rivoli#COUNTS", "SHARD#01")] = {"us": 9}
    assert house.snapshot() != before
