"""The page of a decision: readable by everybody in each of its states, light, quick on a bad phone network (U-32)."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.handlers.pages import STATIC
from tests.browser import axe
from tests.browser.decision_states import STATES, html_of
from tests.browser.gallery import Scene

WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https://files.example; "
          "form-action 'self'; base-uri 'none'")
KB = 1000
OBSERVE = """() => new Promise(done => {
    let painted = 0, moved = 0
    new PerformanceObserver(l => { painted = l.getEntries().at(-1).startTime })
        .observe({type: 'largest-contentful-paint', buffered: true})
    new PerformanceObserver(l => l.getEntries().forEach(e => { moved += e.value }))
        .observe({type: 'layout-shift', buffered: true})
    setTimeout(() => done([painted, moved]), 400) })"""
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


def shown(page: Any, name: str, language: str) -> str:
    """Put the page of this state where the running instance would."""
    text = html_of(name, language)
    address = f"**/accord/{name.replace(' ', '-')}-{language}"
    page.route(address, lambda route: route.fulfill(
        body=text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}))
    page.route("https://files.example/**", lambda route: route.fulfill(body=WEBP, content_type="image/webp"))
    page.goto(address.removeprefix("**"))
    return text


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_the_page_is_usable_by_everybody(glance: Callable[..., Any], name: str) -> None:
    """In both languages, by day and by night, with every part unfolded."""
    page, said = glance(True), []
    for language in ("en", "fr"):
        page.set_viewport_size({"width": 390, "height": 844})
        text = shown(page, name, language)
        assert "<script" not in text
        if language == "en":
            assert not re.search(r"[éèêàçù]", _own_words(page)), _own_words(page)
        for details in page.locator("details").all():
            details.evaluate("d => { d.open = true }")
        said += [f"{language} {line}" for line in axe.in_both_lights(page)] + axe.overflow(page)
    assert said == []


def _own_words(page: Any) -> str:
    """The words of the page that are ours, not those of people, firms and files."""
    text = page.locator("main").inner_text()
    for theirs in ("Chauffe-eau", "Plus d’eau chaude.", "Pas d’eau chaude depuis le 20 novembre", "Résidence",
                   "Logement sans eau chaude, risque de fuite chez le voisin du dessous", "ordre de service",
                   "Est-ce garanti ? Qui prévient le locataire ?", "Pas au-delà.", "Un autre devis, s’il vous plaît."):
        text = text.replace(theirs, "")
    return str(re.sub(r"\d+ .*|.*(rue|avenue|place|Trop cher).*", "", text))


@pytest.mark.parametrize("name", [n for n in STATES if n != "unknown"])
def test_a_state_of_the_page_is_light(name: str) -> None:
    """U-32: 15 kB with its stylesheet, a picture apart, no script."""
    sent = (html_of(name, "fr").encode(), (STATIC / "app.css").read_bytes(), (STATIC / "icon.svg").read_bytes())
    assert sum(len(gzip.compress(part, 6)) for part in sent) <= 15 * KB


def test_the_page_is_there_at_once_on_a_bad_phone_network(scene: Scene, window: Callable[..., Any]) -> None:
    """1.6 Mbit/s, 150 ms away, a processor four times slower: the largest thing painted under 0.7 s, nothing moves."""
    page = window(visitor=True, viewport={"width": 390, "height": 844})
    page.goto(scene.decision)  # the functions are warm; the cache of the browser is not
    session = page.context.new_cdp_session(page)
    for command, values in (("Network.enable", {}), ("Network.setCacheDisabled", {"cacheDisabled": True}),
                            ("Network.emulateNetworkConditions", SLOW),
                            ("Emulation.setCPUThrottlingRate", {"rate": 4})):
        session.send(command, values)
    seen = []
    for _ in range(3):
        page.goto(scene.decision, wait_until="load")
        seen.append(page.evaluate(OBSERVE))
    assert 0 < min(painted for painted, _ in seen) < 700, seen
    assert max(moved for _, moved in seen) < 0.02, seen


def test_a_browser_that_runs_everything_and_presses_the_first_button_decides_nothing(
        scene: Scene, window: Callable[..., Any]) -> None:
    """TRAP-8 in a real browser, with scripts: the box that names the amount is not ticked for anybody."""
    page = window(visitor=True)
    page.goto(scene.decision)
    page.locator("#accepting").evaluate("form => { form.noValidate = true }")
    page.wait_for_timeout(2100)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("#accepting button").click()
    assert sent.value.status == 422
    page.get_by_text("Cochez la case qui rappelle le montant.").first.wait_for()
