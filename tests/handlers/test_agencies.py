"""No id crosses agencies: what is somebody else's looks exactly like what does not exist (W-11, U-114)."""

from __future__ import annotations

import base64
import logging
import re

import pytest

from chalicelib.domain.agency import UserRole
from chalicelib.stores.commit import Books
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Answer, Browser, House
from tests.handlers.routes import GETS, LINKS, POSTS, PUBLIC, ROUTES, UNKNOWN, form_of, path_of

WITHOUT_ID = ("/reglages/modeles/{key}/{language}",)  # every agency has a letter of that name: its own
PRIVATE_GETS = [r for r in GETS if r not in (*PUBLIC, *WITHOUT_ID) and "{" in r]
PRIVATE_POSTS = [r for r in POSTS if not r.startswith("/connexion") and "{" in r and r not in (*WITHOUT_ID, *LINKS)]


def ids_in(ids: Ids) -> list[str]:
    """The longest first, so that no id is cut by another one inside it."""
    return sorted((str(getattr(ids, name)) for name in Ids.__dataclass_fields__), key=len, reverse=True)


def neutral(answer: Answer, ids: Ids) -> str:
    """The page without the id that was asked for, which it may repeat, and without the session's token."""
    text = answer.without_proof()
    for value in ids_in(ids):
        text = text.replace(value, "ID")
    return re.sub(r"retour=[^\"]*", "", text)


def same(foreign: Answer, unknown: Answer, theirs: Ids, status: int = 404) -> None:
    assert foreign.status == unknown.status == status
    assert neutral(foreign, theirs) == neutral(unknown, UNKNOWN)
    assert {k: v for k, v in foreign.headers.items() if k != "content-length"} == unknown.headers


def colleagues(house: House) -> list[tuple[UserRole, Browser]]:
    return [(user.role, house.signed_in(user)) for user in cast.STAFF[cast.RIVOLI]]


def expected(method: str, route: str, role: UserRole) -> int:
    """Absent; or not for this role, which is said before anything is looked up."""
    return 404 if ROUTES[method, route].allows(role) else 403


def test_every_page_of_another_agency_is_a_page_that_does_not_exist(house: House, ours: Ids, theirs: Ids) -> None:
    people = colleagues(house)
    house.table.reached.clear()
    before = house.snapshot()
    for role, browser in people:
        for route in PRIVATE_GETS:
            foreign, unknown = browser.get(path_of(route, theirs)), browser.get(path_of(route, UNKNOWN))
            same(foreign, unknown, theirs, expected("GET", route, role))
            assert "voltaire" not in neutral(foreign, theirs).lower(), route
    assert house.snapshot() == before
    assert {pk for pk in house.table.reached if not pk.startswith("A#rivoli")} == set()


def test_every_act_on_another_agency_is_an_act_on_nothing(house: House, ours: Ids, theirs: Ids) -> None:
    people = colleagues(house)
    proofs = [browser.proof() for _, browser in people]
    house.table.reached.clear()
    before = house.snapshot()
    for (role, browser), proof in zip(people, proofs, strict=True):
        for route in PRIVATE_POSTS:
            foreign = browser.post(path_of(route, theirs), form_of(route, theirs), proof=proof)
            unknown = browser.post(path_of(route, UNKNOWN), form_of(route, UNKNOWN), proof=proof)
            same(foreign, unknown, theirs, expected("POST", route, role))
    assert house.snapshot() == before
    assert {pk for pk in house.table.reached if not pk.startswith("A#rivoli")} == set()


FIELDS = {
    "/a-classer/{delivery}/classer": ("number",),
    "/tickets/{number}/ajoute": ("key",),
    "/tickets/{number}/ecrire/{slug}": ("recipient",),
    "/tickets/nouveau": ("unit_id",),
    "/tickets/{number}/modifier": ("unit_id",),
    "/tickets/{number}/fusionner": ("other",),
    "/tickets/{number}/pieces/{document}/remplacer": ("old",),
}
VALUES = {"number": lambda ids: str(ids.number), "key": lambda ids: ids.upload,
          "other": lambda ids: f"T-{ids.number}", "old": lambda ids: ids.older}
NAMES = {"recipient": (cast.FIRMS[cast.VOLTAIRE][0], "nobody"), "unit_id": (cast.PLACES[cast.VOLTAIRE], "nowhere")}


@pytest.mark.parametrize("route", sorted(FIELDS))
def test_an_id_of_another_agency_in_a_field_is_unknown(house: House, ours: Ids, theirs: Ids, route: str) -> None:
    claire, before = house.signed_in(cast.STAFF[cast.RIVOLI][0]), house.snapshot()
    for name in FIELDS[route]:
        foreign, unknown = NAMES.get(name, (theirs, UNKNOWN))
        answers = []
        for ids in (foreign, unknown):
            value = VALUES[name](ids) if name in VALUES else ids
            answers.append((claire.post(path_of(route, ours), form_of(route, ours) | {name: value}), str(value)))
        (first, one), (second, two) = answers
        assert first.status == second.status
        assert first.status in (404, 422)
        assert first.without_proof().replace(one, "ID") == second.without_proof().replace(two, "ID")
    after = house.snapshot()
    assert after["items"].keys() - before["items"].keys() == {
        key for key in after["items"] if "SESSION" in key[0]} - before["items"].keys()
    assert after["queued"] == before["queued"]


def test_documents_of_another_agency_are_never_attached(house: House, ours: Ids, theirs: Ids) -> None:
    claire = house.signed_in(cast.STAFF[cast.RIVOLI][0])
    route = "/tickets/{number}/ecrire/{slug}"
    claire.post(path_of(route, ours), form_of(route, ours) | {"document": [theirs.document, theirs.held]})
    _, mail_id = house.queues.waiting[-1]
    mail = house.desk(cast.RIVOLI).office.mailbox.outgoing(mail_id)
    assert mail is not None
    assert mail.document_ids == ()


@pytest.mark.parametrize("path", ["/?vue=all&suite=", "/a-classer?suite="])
def test_the_cursor_of_another_agency_is_no_cursor(house: House, ours: Ids, theirs: Ids, path: str) -> None:
    claire = house.signed_in(cast.STAFF[cast.RIVOLI][0])
    pk = "A#voltaire#TICKETS#open" if "vue" in path else "A#voltaire#REVIEW"
    foreign = base64.urlsafe_b64encode(f'["{pk}", "1"]'.encode()).decode()
    answers = [claire.get(path + cursor) for cursor in (foreign, "bm90IG91cnM=", "%00", "x" * 1500)]
    assert {a.status for a in answers} == {404}
    assert len({a.without_proof() for a in answers}) == 1


def test_a_session_with_the_name_of_another_agency_opens_nothing(house: House, ours: Ids, theirs: Ids) -> None:
    claire = house.signed_in(cast.STAFF[cast.RIVOLI][0])
    name = house.cookie("session")
    for borrowed in ("voltaire", "nobody", "", "A#voltaire", "rivoli#x", "../voltaire", "x" * 3000):
        secret = claire.cookies[name].partition(".")[2]
        other = Browser(house, {name: f"{borrowed}.{secret}"})
        assert other.get("/").status == 303, borrowed


def test_a_link_or_a_piece_with_an_altered_name_opens_nothing(house: House, ours: Ids, theirs: Ids) -> None:
    visitor = house.visitor()
    borrowed = ours.token.replace("rivoli.claire", "voltaire.vera")
    visitor.get(f"/connexion/{borrowed}")
    assert visitor.post(f"/connexion/{borrowed}").status == 403
    name, _, signature = ours.piece.rpartition(".")
    other = theirs.piece.rpartition(".")[0]
    for piece in (f"{other}.{signature}", f"{name}.{signature[:-1]}", name, f"{name}.é", "x" * 4000):
        answer = visitor.get(f"/pieces/{piece}")
        assert answer.status == 404, piece
        assert "voltaire" not in answer.text.replace(piece, "")


@pytest.mark.parametrize("odd", ["x" * 2100, "%00", "..%2F..", "A%23voltaire", "%E2%80%AE", "%0d%0aX: y", "'"])
def test_ids_that_could_never_be_ours_are_unknown_too(house: House, ours: Ids, odd: str) -> None:
    claire = house.signed_in(cast.STAFF[cast.RIVOLI][0])
    paths = [re.sub(r"\{(?:document|message|delivery|slug)\}", odd, route) for route in PRIVATE_GETS]
    paths += [route.replace("{number}", odd) for route in PRIVATE_GETS if "{number}" in route]
    for path in paths:
        filled = path_of(path, ours) if "{" in path else path
        answer = claire.get(filled)
        assert answer.status == 404 or (answer.status in (200, 302) and odd not in filled), filled


def test_refusals_are_logged_without_what_was_asked(house: House, ours: Ids, theirs: Ids,
                                                    caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bon_pour_accord")
    house.signed_in(cast.STAFF[cast.RIVOLI][0]).get(f"/tickets/{theirs.number}")
    (record,) = [r for r in caplog.records if r.getMessage() == "request refused"]
    assert (record.route, record.code) == ("/tickets/{number}", "ticket")


def test_a_store_cannot_be_built_without_an_agency(house: House) -> None:
    with pytest.raises(TypeError):
        Books(house.table)
