"""The documents with a mouse, with keys and without a script: the row, the dots, the drawer (S-32, U-38, U-75)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser.gallery import Scene

Window = Callable[..., Any]


def listed(window: Window, scene: Scene, **options: Any) -> Any:
    page = window(**options)
    page.goto(f"{scene.path}/documents")
    return page


def test_a_click_on_the_row_opens_the_history_and_escape_goes_back_to_it(scene: Scene, window: Window) -> None:
    page = listed(window, scene)
    page.locator(".papers tbody tr .la").first.click()
    page.locator("dialog[open] #sheet-title").wait_for()
    box = page.locator("#sheet").bounding_box()
    assert box
    assert box["x"] + box["width"] == 1280, "at the right"
    assert page.evaluate("document.activeElement.matches('.close')"), "the page begins at its top"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate("document.activeElement.className") == "title"


def test_a_comment_begun_is_not_lost_without_a_question(scene: Scene, window: Window) -> None:
    page, asked = listed(window, scene), []
    page.on("dialog", lambda question: (asked.append(question.message), question.dismiss()))
    page.locator(".papers .title").first.click()
    page.locator("dialog[open] #text").fill("Voir page 2")
    page.locator("dialog[open] .close").click()
    assert len(asked) == 1
    assert page.locator("dialog[open] #text").input_value() == "Voir page 2"
    page.get_by_role("button", name="Commenter").click()
    page.wait_for_url(re.compile(r"/historique\?fait=commentaire$"))
    assert "Commentaire enregistré" in page.get_by_role("status").first.inner_text()
    assert "Voir page 2" in page.locator("section[aria-labelledby=acts-title]").inner_text()


def test_the_dots_and_a_right_click_open_the_same_menu(scene: Scene, window: Window) -> None:
    page, seen = listed(window, scene), []
    for button in ("left", "right"):
        where = page.locator(".papers tbody tr").last.locator(".dots" if button == "left" else ".la")
        where.click(button=button)
        page.locator("#menu:popover-open").wait_for()
        seen.append(page.eval_on_selector_all("#menu a", "all => all.map(a => a.textContent + a.getAttribute('href'))"))
        page.keyboard.press("Escape")
    assert seen[0] == seen[1]
    assert [re.sub(r"/.*", "", line) for line in seen[0]] == [
        "Voir les détails", "Ouvrir", "Modifier les informations", "Nouvelle version"]
    assert all(re.search(rf"{scene.path}/pieces/[0-9a-f]{{24}}", line) for line in seen[0])


def test_without_a_script_the_dots_lead_to_the_same_actions(scene: Scene, window: Window) -> None:
    page = listed(window, scene, java_script_enabled=False)
    page.locator(".papers .dots").first.click()
    page.wait_for_url(re.compile(r"/historique$"))
    for name in ("Ouvrir", "Modifier les informations", "Nouvelle version"):
        assert page.get_by_role("link", name=name).is_visible()
    page.get_by_role("link", name="Modifier les informations").click()
    page.get_by_role("textbox", name="Informations").fill("Salle de bains du bas")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile(r"/historique\?fait=modifie$"))
    assert "Salle de bains du bas" in page.locator("main").inner_text()


def test_a_filter_narrows_the_list_and_can_be_shared(scene: Scene, window: Window) -> None:
    page = listed(window, scene)
    with page.expect_response(re.compile(r"documents\?.*q=introuvable")):
        page.locator("#q").fill("introuvable")
    page.get_by_role("heading", name="Rien ne correspond").wait_for()
    page.wait_for_url(re.compile(r"q=introuvable"))
    page.reload()
    assert page.get_by_role("heading", name="Rien ne correspond").is_visible()
