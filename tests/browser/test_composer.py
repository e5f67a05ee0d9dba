"""The letter follows the kind of request, and never takes back what the manager wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import story
from tests.browser.gallery import Scene
from tests.instance import RunningInstance


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


def test_a_letter_left_behind_is_found_again(house: RunningInstance, window: Callable[..., Any]) -> None:
    """U-8: the window was closed, the machine went to sleep: what was typed is there, until it is sent."""
    page = window()
    path = story.open_ticket(page, "Lettre laissée en plan")
    page.goto(f"{path}/ecrire/informer-locataire")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.get_by_label("Message").fill("Bonjour, je passe demain.")
    page.goto("/")
    page.goto(f"{path}/ecrire/informer-locataire")
    assert page.get_by_label("Message").input_value() == "Bonjour, je passe demain."
    page.get_by_role("button", name="Repartir du modèle").click()
    page.wait_for_url("**/informer-locataire")
    page.locator("text=Brouillon du").wait_for(state="detached")
    assert "Nous revenons vers vous" in page.get_by_label("Message").input_value()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.get_by_label("Message").fill("Bonjour, je passe jeudi.")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile("envoye="))
    page.goto(f"{path}/ecrire/informer-locataire")
    assert "Nous revenons vers vous" in page.get_by_label("Message").input_value()
