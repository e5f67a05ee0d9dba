"""Forbidden content is caught: the control page proves that the silence of the others means something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.gallery import PUBLIC, SIGNED_IN, Scene
from tests.browser.watch import Watch

FORBIDDEN = ("[style]", "style", "script:not([src])", "[onclick]", "[onload]", "[hx-on]", "a[href^='javascript']")
CONTROL = "<!doctype html><title>x</title><p style='color: red'>x</p><script>document.title = 'ran'</script>"


def test_an_inline_script_under_our_policy_is_caught(browser: Any, house: Any, signed_in: dict[str, Any]) -> None:
    context = browser.new_context(storage_state=signed_in, base_url=house.base_url)
    page = context.new_page()
    watch = Watch(page)
    answer = page.goto("/")
    policy = {"Content-Security-Policy": answer.headers["content-security-policy"], "Content-Type": "text/html"}
    page.route("**/control", lambda route: route.fulfill(body=CONTROL, headers=policy))
    page.goto("/control")
    assert page.title() == "x"
    assert any("policy: script-src" in line for line in watch.said), watch.said
    assert any("policy: style-src" in line for line in watch.said), watch.said
    context.close()


@pytest.mark.parametrize("name", ["ticket", "composer", "review queue", "dashboard"])
def test_no_page_carries_code_or_style_of_its_own(scene: Scene, window: Callable[..., Any], name: str) -> None:
    page = window(java_script_enabled=False)
    SIGNED_IN[name](page, scene)
    for forbidden in FORBIDDEN:
        assert page.locator(forbidden).count() == 0, forbidden


@pytest.mark.parametrize("name", ["sign in", "heavy file"])
def test_public_pages_need_no_library(scene: Scene, window: Callable[..., Any], name: str) -> None:
    page = window(visitor=True)
    PUBLIC[name](page, scene)
    assert page.locator("script[src*=htmx]").count() == 0


def test_a_mail_shows_in_a_frame_that_may_do_nothing(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    SIGNED_IN["whole message"](page, scene)
    frame = page.locator("iframe.mail")
    assert frame.get_attribute("sandbox") == ""
    answer = page.request.get(frame.get_attribute("src"))
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "Marchal" in page.frame_locator("iframe.mail").locator("body").inner_text()
