"""Filters live in the address: searching changes the list in place, and Back, reload and sharing work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import Scene

ROWS = ".t tbody tr"


def titles(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".t .title").all_inner_texts()]


def test_a_search_narrows_the_list_in_place_and_back_undoes_it(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/?vue=all")
    everything = titles(page)
    page.evaluate("window.same = true")
    page.get_by_role("searchbox").fill("chauffe")
    page.wait_for_url(re.compile(r"q=chauffe"))
    expect(page.locator(ROWS)).to_have_count(1)
    assert titles(page) == ["Chauffe-eau en panne"]
    assert page.evaluate("window.same") is True
    assert page.locator("#found").inner_text() == "1 dossier affiché"
    page.reload()
    assert titles(page) == ["Chauffe-eau en panne"]
    page.go_back()
    page.wait_for_url(re.compile(r"/\?vue=all$"))
    expect(page.locator(ROWS)).to_have_count(len(everything))


def test_a_choice_of_property_filters_at_once(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/?vue=all")
    assert not page.get_by_role("button", name="Filtrer").is_visible()
    page.get_by_label("Bien", exact=True).select_option("parc1")
    page.wait_for_url(re.compile(r"bien=parc1"))
    expect(page.locator(ROWS)).to_have_count(1)
    assert titles(page) == ["Volet roulant bloqué, chambre"]


def test_nothing_found_leads_on_to_every_ticket(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/?vue=contractor&q=chauffe")
    assert "Rien ne correspond" in page.locator(".empty").inner_text()
    page.get_by_role("link", name="Chercher dans tous les dossiers").click()
    assert titles(page) == ["Chauffe-eau en panne"]


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without any script"])
def test_filters_are_a_form_like_any_other(scene: Scene, window: Callable[..., Any], scripted: bool) -> None:
    page = window(java_script_enabled=scripted)
    page.goto("/?vue=all")
    page.get_by_role("searchbox").fill("serrure")
    if scripted:
        page.get_by_role("searchbox").press("Enter")
    else:
        page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url(re.compile(r"vue=all&q=serrure"))
    expect(page.locator(ROWS)).to_have_count(1)
    assert titles(page) == ["Serrure de la porte d’entrée à remplacer"]


def test_an_expired_session_leads_to_the_sign_in_page(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/?vue=all")
    page.context.clear_cookies()
    page.get_by_role("searchbox").fill("serrure")
    page.wait_for_url(re.compile("/connexion"))


def test_a_lost_network_is_said(scene: Scene, window: Callable[..., Any]) -> None:
    page = window(offline=True)
    page.goto("/?vue=all")
    page.route("**/?vue=**", lambda route: route.abort())
    page.get_by_role("searchbox").fill("serrure")
    expect(page.locator("#toast")).to_contain_text("La connexion est interrompue")
    assert titles(page)


def test_a_sheet_that_cannot_open_says_why(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto("/?vue=all")
    page.locator(".t a.dots").first.click()
    page.locator("#menu a").last.evaluate("link => link.setAttribute('href', '/tickets/999999/ecrire/informer-autre')")
    page.locator("#menu a").last.click()
    expect(page.locator("dialog#sheet h1")).to_have_text("Page introuvable")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#sheet")).not_to_be_visible()


def test_a_page_that_renews_itself_waits_for_its_open_menu(scene: Scene, window: Callable[..., Any]) -> None:
    """As it does once a document has been read: the menu stays where it was opened."""
    page = window()
    page.goto(scene.path)
    page.locator(".head a.dots").click()
    page.locator(".menu a").first.wait_for()
    page.evaluate("document.querySelector('#main').dataset.old = 'yes'")
    with page.expect_response(re.compile(rf"{scene.path}$")):
        page.evaluate("htmx.ajax('GET', location.href, {target: '#main', select: '#main', swap: 'outerHTML'})")
    page.wait_for_timeout(200)
    assert page.locator(".menu").is_visible()
    assert page.locator(".head a.dots[aria-expanded=true]").count() == 1
    page.keyboard.press("Escape")
    page.locator("#main:not([data-old])").wait_for()
