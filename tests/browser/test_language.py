"""English everywhere: after the switch no French word of ours is left on any screen."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.rendering.catalog import LOCALES
from tests.browser.gallery import PUBLIC, SIGNED_IN, Scene

SHOWN = """() => {
  const theirs = 'script, style, textarea, .said, .subject, h1, .title, template, body [lang=fr]';
  const texts = [], walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const where = walk.currentNode.parentElement;
    if (!where.closest(theirs)) texts.push(walk.currentNode.data);
  }
  for (const each of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) texts.push(each.getAttribute(name) ?? '');
  return texts.flatMap(text => text.split('\\n')).map(text => text.trim()).filter(text => text);
}"""
# Those that are left out are reached by pressing French words, or belong to the local mailbox.
PRESSED = ("development", "review,", "page too old", "dashboard, first use", "menu", "sheet")
TRANSLATED = [name for name in SIGNED_IN if not name.startswith(PRESSED)]


def french_words() -> set[str]:
    """The French sentences whose English is another one."""
    catalog = gettext.translation("messages", str(LOCALES), languages=["en"])._catalog
    pairs = {key[0] if isinstance(key, tuple) else key: text for key, text in catalog.items() if key}
    return {french for french, english in pairs.items() if french != english}


@pytest.mark.parametrize("name", TRANSLATED)
def test_no_french_is_left_on_a_managers_page(scene: Scene, glance: Callable[..., Any], name: str) -> None:
    page = glance(language="en")
    SIGNED_IN[name](page, scene)
    left(page)


@pytest.mark.parametrize("name", ["sign in", "link opened"])
def test_no_french_is_left_on_a_public_page(scene: Scene, glance: Callable[..., Any], name: str) -> None:
    page = glance(visitor=True, language="en")
    PUBLIC[name](page, scene)
    left(page)


def test_the_switch_comes_back_to_the_page_and_holds(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto(f"{scene.path}/ecrire/missionner")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"{scene.path}/ecrire/missionner")
    assert page.locator("h1").inner_text() == "Instruct a contractor"
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Français").click()
    assert page.locator("h1").inner_text() == "Dossiers travaux"


def left(page: Any) -> None:
    assert page.locator("html").get_attribute("lang") == "en"
    assert sorted(set(page.evaluate(SHOWN)) & french_words()) == []
