"""What a page costs on the wire, compressed as the gateway compresses it (U-31 to U-33)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.gallery import PUBLIC, SIGNED_IN, Scene

KB = 1000


def visit(page: Any, act: Callable[[], Any]) -> dict[str, int]:
    """The bytes of every answer that came over the network while the page was opened."""
    got: dict[str, int] = {}

    def keep(answer: Any) -> None:
        if answer.status == 200 and not answer.request.redirected_from:
            got[answer.url] = len(gzip.compress(answer.body(), 6))

    page.on("response", keep)
    act()
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", keep)
    return got


@pytest.mark.parametrize("name", ["dashboard", "ticket", "composer", "review queue", "new ticket", "documents",
                                  "document history"])
def test_a_managers_page_is_light(scene: Scene, window: Callable[..., Any], name: str) -> None:
    page = window()
    first = visit(page, lambda: SIGNED_IN[name](page, scene))
    assert len(first) <= 8, first
    assert sum(first.values()) <= 40 * KB, first
    static = {address for address in first if "/static/" in address}
    again = {address: size for address, size in first.items() if address not in static}
    assert sum(again.values()) <= 10 * KB, again


def test_static_files_are_kept_for_ever(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/")
    for address in page.eval_on_selector_all("link[href], script[src]", "all => all.map(e => e.href || e.src)"):
        assert page.request.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["sign in", "heavy file", "decision", "space", "space, a document"])
def test_a_public_page_is_lighter(scene: Scene, window: Callable[..., Any], name: str) -> None:
    page = window(visitor=True)
    got = visit(page, lambda: PUBLIC[name](page, scene))
    pictures = {address: size for address, size in got.items() if "preview/" in address}
    assert sum(got.values()) - sum(pictures.values()) <= 15 * KB, got
    assert sum(pictures.values()) <= 40 * KB, pictures


def test_a_preview_is_small(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto(scene.path)
    picture = page.request.get(page.locator(".thumb img").first.get_attribute("src"))
    assert len(picture.body()) <= 40 * KB
