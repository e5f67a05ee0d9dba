"""Everything by keyboard: the menu, the sheet, the shortcuts, and where the focus goes afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import Scene

FOCUS = "document.activeElement"


@pytest.fixture
def board(scene: Scene, window: Callable[..., Any]) -> Any:
    page = window()
    page.goto("/?vue=all")
    return page


def test_the_menu_opens_moves_and_gives_the_focus_back(board: Any) -> None:
    dots = board.locator(".t a.dots").first
    dots.focus()
    board.keyboard.press("Enter")
    assert board.locator("#menu").is_visible()
    assert dots.get_attribute("aria-expanded") == "true"
    first = board.evaluate(f"{FOCUS}.textContent")
    board.keyboard.press("ArrowDown")
    assert board.evaluate(f"{FOCUS}.closest('#menu') !== null")
    assert board.evaluate(f"{FOCUS}.textContent") != first
    board.keyboard.press("ArrowUp")
    board.keyboard.press("ArrowUp")
    assert board.evaluate(f"{FOCUS}.textContent").strip() == "Annuler le ticket"
    board.keyboard.press("Escape")
    board.locator("#menu").wait_for(state="hidden")
    expect(dots).to_be_focused()
    assert dots.get_attribute("aria-expanded") == "false"


def test_a_sheet_opens_on_its_first_field_and_gives_the_focus_back(board: Any) -> None:
    address = board.url
    board.locator(".t a.dots").first.focus()
    board.keyboard.press("Enter")
    board.keyboard.press("End")
    while board.evaluate(f"{FOCUS}.textContent").strip() != "Informer autre":
        board.keyboard.press("ArrowUp")
    board.keyboard.press("Enter")
    board.locator("dialog#sheet[open]").wait_for()
    assert board.evaluate(f"{FOCUS}.id") == "email"
    board.keyboard.press("Escape")
    board.locator("dialog#sheet[open]").wait_for(state="detached")
    expect(board.locator(".t a.dots").first).to_be_focused()
    assert board.url == address


def test_a_letter_begun_is_not_closed_without_asking(board: Any) -> None:
    asked: list[str] = []
    board.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    board.locator(".t a.dots").first.click()
    board.locator("#menu").get_by_role("link", name="Informer autre").click()
    board.get_by_label("Objet").fill("Un objet que je tape")
    board.locator("dialog#sheet .close").click()
    assert asked == ["Abandonner ce message\u00a0?"]
    assert board.get_by_label("Objet").input_value() == "Un objet que je tape"


def test_shortcuts_walk_the_list_and_open(board: Any) -> None:
    board.keyboard.press("j")
    board.keyboard.press("j")
    board.keyboard.press("k")
    here = board.locator("tr[data-on] .title")
    assert here.get_attribute("href") == board.locator(".t .title").first.get_attribute("href")
    board.keyboard.press(".")
    assert board.locator("#menu").is_visible()
    board.keyboard.press("Escape")
    board.keyboard.press("/")
    assert board.evaluate(f"{FOCUS}.id") == "q"
    board.keyboard.type("n")
    assert board.locator("#q").input_value() == "n"
    board.locator("#q").blur()
    board.keyboard.press("g")
    board.keyboard.press("c")
    board.wait_for_url(re.compile("/a-classer$"))
    board.keyboard.press("g")
    board.keyboard.press("t")
    board.wait_for_url(re.compile(r"/$"))
    board.keyboard.press("n")
    board.wait_for_url(re.compile("/tickets/nouveau$"))


def test_the_help_lists_the_keys_and_can_switch_them_off(board: Any) -> None:
    board.keyboard.press("?")
    help_sheet = board.locator("dialog#help")
    assert help_sheet.is_visible()
    shown = help_sheet.locator("kbd").all_inner_texts()
    assert {"/", "j", "k", ".", "n", "g", "t", "c", "?"} <= set(shown)
    board.get_by_label("Raccourcis actifs").uncheck()
    board.keyboard.press("Escape")
    board.keyboard.press("n")
    board.reload()
    board.keyboard.press("?")
    assert not help_sheet.is_visible()
    assert board.url.endswith("/?vue=all")


def test_reply_opens_from_the_ticket(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto(scene.path)
    page.keyboard.press("r")
    page.locator("dialog#sheet[open]").wait_for()
    assert page.locator("#sheet-title").inner_text() in ("Missionner entreprise", "Relancer entreprise")


def test_a_mail_is_filed_by_two_keys(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/a-classer")
    waiting = page.locator(".items").first.locator("> .item").count()
    page.keyboard.press("1")
    chosen = page.evaluate(f"{FOCUS}.textContent")
    page.keyboard.press("Enter")
    page.locator(".notice.green").wait_for()
    assert re.search(r"T-\d+", chosen).group() in page.locator(".notice.green").inner_text()
    assert page.locator(".items").first.locator("> .item").count() == waiting - 1
