"""Every answer carries the headers, errors too; nothing runs inline; nothing personal is kept (W-10, U-120)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib.domain.document import file_key
from chalicelib.handlers.pages import STATIC, static
from chalicelib.usecases.sign_in import new_link
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Answer, Browser, House
from tests.handlers.routes import GETS, POSTS, UNKNOWN, form_of, path_of

FILES = "https://files.example"
PAGES = Path(__file__).parents[2] / "chalicelib" / "templates" / "pages"


def policy(origin: str = "") -> str:
    images, forms = (f" {origin}", f" {origin}") if origin else ("", "")
    return (f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{images}; font-src 'self'; "
            f"connect-src 'self'; form-action 'self'{forms}; frame-src 'self'; frame-ancestors 'none'; "
            "base-uri 'none'; object-src 'none'")


def dressed(answer: Answer, *, frame: bool = False, kept: bool = False) -> None:
    """All of them, on whatever came back."""
    said = answer.headers
    assert said["x-content-type-options"] == "nosniff"
    assert int(re.findall(r"max-age=(\d+)", said["strict-transport-security"])[0]) >= 31_536_000
    assert said["referrer-policy"] == "same-origin"
    assert said["x-robots-tag"] == "noindex"
    assert said["cache-control"] == ("public, max-age=31536000, immutable" if kept else "no-store")
    if frame:
        assert said["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert "frame-ancestors 'self'" in said["content-security-policy"]
        assert "script-src" not in said["content-security-policy"]
    else:
        assert said["content-security-policy"] in (policy(), policy(FILES))


def browsers(house: House) -> list[Browser]:
    return [house.signed_in(CLAIRE), house.visitor()]


def test_every_page_and_its_absence_is_dressed(house: House, ours: Ids) -> None:
    for browser in browsers(house):
        for route in GETS:
            for ids in (ours, UNKNOWN):
                answer = browser.get(path_of(route, ids))
                frame = route.endswith("/html") and answer.status == 200
                dressed(answer, frame=frame, kept=route.startswith("/static") and answer.status == 200)


def test_every_act_is_dressed_whatever_it_answers(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    for route in POSTS:
        path = path_of(route, ours)
        for answer in (claire.post(path, proof=""), claire.post(path, content_type="text/plain"), claire.head(path),
                       claire.post(path_of(route, UNKNOWN), form_of(route, UNKNOWN))):
            dressed(answer)
    for route in sorted(POSTS, key=lambda r: r == "/deconnexion"):
        dressed(claire.post(path_of(route, ours), form_of(route, ours)))


def test_wrong_input_and_conflicts_are_dressed(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    invalid = claire.post("/tickets/nouveau", {"nonce": "n"})
    stale = claire.post(f"/tickets/{ours.number}/ecrire/missionner", form_of("/tickets/{number}/ecrire/{slug}", ours)
                        | {"anyway": "", "version": "0"})
    gone = claire.post(f"/a-classer/{ours.aside}/classer", {"number": str(ours.number)})
    assert [a.status for a in (invalid, stale, gone)] == [422, 409, 409]
    for answer in (invalid, stale, gone):
        dressed(answer)


@pytest.mark.parametrize("enhanced", [False, True])
def test_a_bug_in_a_view_is_a_designed_page_with_a_reference(
        house: House, ours: Ids, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
        enhanced: bool) -> None:
    """U-118, O-4: the reader gets a reference; the log has the same one, and the cause."""
    claire = house.signed_in(CLAIRE)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("canary-of-the-inside")
    monkeypatch.setattr("chalicelib.handlers.web.ticket.ticket_page", broken)
    answer = claire.get(f"/tickets/{ours.number}", **({"HX-Request": "true"} if enhanced else {}))
    assert answer.status == 500
    dressed(answer)
    assert ("<html" in answer.text) is not enhanced
    assert not re.search(r"canary|ZeroDivision|Traceback|\.py", answer.text)
    (record,) = [r for r in caplog.records if r.getMessage() == "request failed"]
    assert record.reference in answer.words
    assert record.exc_info


def test_the_framework_itself_is_dressed_when_it_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.handlers.doors.run", lambda *_, **__: 1 / 0)
    answer = house.visitor().get("/connexion")
    assert answer.status == 500
    dressed(answer)
    assert "ZeroDivision" not in answer.text


def test_only_pages_that_show_or_post_files_name_their_origin(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    named = {route for route in GETS
             if FILES in claire.get(path_of(route, ours)).headers["content-security-policy"]}
    assert named == {"/accord/{token}", "/contacts/importer", "/espace/{token}/deposer",
                     "/espace/{token}/pieces/{document}", "/tickets/{number}", "/tickets/{number}/ajouter",
                     "/tickets/{number}/comparer", "/tickets/{number}/pieces/{document}/version"}


def test_no_page_holds_anything_inline(house: House, ours: Ids) -> None:
    """The policy forbids it; this says where it would break."""
    claire = house.signed_in(CLAIRE)
    for route in GETS:
        text = claire.get(path_of(route, ours)).text
        if "<html" in text:
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), route


def test_static_files_are_kept_for_ever_under_a_name_that_changes(house: House) -> None:
    visitor = house.visitor()
    for path in sorted(STATIC.iterdir()):
        if path.suffix in (".css", ".js", ".svg"):
            answer = visitor.get(static(path.name))
            assert answer.status == 200, path.name
            dressed(answer, kept=True)
            assert answer.cookies == []
    for wrong in ("app.css", "..%2Fsettings.0000000000.js", "..%2F..%2Fapp.py", "nothing.0000000000.css", "%00"):
        assert visitor.get(f"/static/{wrong}").status == 404, wrong


def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(house: House, ours: Ids) -> None:
    """W-8."""
    visitor = house.visitor()
    said = visitor.get(f"/connexion/{ours.token}").cookies + visitor.post(f"/connexion/{ours.token}").cookies
    said += visitor.get("/langue/en").cookies + visitor.post("/deconnexion").cookies
    assert len(said) >= 5
    for cookie in said:
        assert cookie.startswith("__Host-bpa-")
        assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert len(cookie) <= 4096


def test_errors_look_the_same_to_htmx_and_to_a_browser(house: House, ours: Ids) -> None:
    """U-18, U-118: a fragment in place, a page otherwise; an expired session leaves the page."""
    claire = house.signed_in(CLAIRE)
    fragment = claire.get(f"/tickets/{UNKNOWN.number}", **{"HX-Request": "true"})
    assert fragment.status == 404
    assert "<html" not in fragment.text
    assert "Page introuvable" in fragment.words
    expired = house.visitor().get("/", **{"HX-Request": "true", "HX-Current-URL": "https://bpa.example/?vue=all"})
    assert (expired.status, expired.headers["hx-redirect"]) == (401, "/connexion?retour=%2F%3Fvue%3Dall")
    dressed(expired)


def test_a_mail_in_its_own_layout_can_do_nothing(house: House, ours: Ids) -> None:
    """I-9: shown in a frame without scripts, forms, or anything from outside."""
    answer = house.signed_in(CLAIRE).get(f"/tickets/{ours.number}/messages/{ours.message}/html")
    said = answer.headers["content-security-policy"]
    assert said == ("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
                    "base-uri 'none'; form-action 'none'; object-src 'none'")


def test_answers_hold_no_key_of_the_store(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    office, secret = house.desk(cast.RIVOLI).office, house.secrets.token()
    office.books.commit(new_link(office, cast.ROSE, secret, "", house.now))
    file = office.tickets.file(ours.number)
    document = file.document(ours.document) if file else None
    assert document is not None
    for route in GETS:
        answer = claire.get(path_of(route, ours))
        whole = answer.text + json.dumps(answer.headers | {"location": ""})
        assert file_key(cast.RIVOLI, document.sha256) not in whole or route.startswith("/pieces"), route
        assert secret not in whole
