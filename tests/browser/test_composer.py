"""The letter follows the kind of request, and never takes back what the manager wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.gallery import Scene


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without any script"])
def test_asking_for_direct_works_rewrites_the_letter(scene: Scene, window: Callable[..., Any], scripted: bool) -> None:
    page = window(java_script_enabled=scripted)
    page.goto(f"{scene.path}/ecrire/missionner")
    page.get_by_label("Destinataire").select_option("eaugaz")
    choose(page, "Une intervention directe", scripted)
    page.locator("#subject[value*='intervention']").wait_for()
    assert "d’intervenir" in page.get_by_label("Message").input_value()
    assert page.get_by_label("Destinataire").input_value() == "eaugaz"
    assert page.get_by_label("Une intervention directe").is_checked()


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without any script"])
def test_words_of_the_manager_stay(scene: Scene, window: Callable[..., Any], scripted: bool) -> None:
    page = window(java_script_enabled=scripted)
    page.goto(f"{scene.path}/ecrire/missionner")
    page.get_by_label("Message").fill("Bonjour, c’est urgent, appelez-moi.")
    choose(page, "Une intervention directe", scripted)
    page.locator("#subject[value*='intervention']").wait_for()
    assert page.get_by_label("Message").input_value() == "Bonjour, c’est urgent, appelez-moi."


def test_the_sheet_changes_the_letter_without_leaving_the_page(scene: Scene, window: Callable[..., Any]) -> None:
    page = window()
    page.goto(scene.path)
    page.locator(".reply").get_by_role("link", name="Missionner entreprise").click()
    choose(page, "Une intervention directe", True)
    page.locator("dialog#sheet[open] #subject[value*='intervention']").wait_for()
    assert page.url.endswith(scene.path)


def choose(page: Any, name: str, scripted: bool) -> None:
    page.get_by_label(name).check()
    if not scripted:
        page.get_by_role("button", name="Adapter le texte").click()
