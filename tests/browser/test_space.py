"""A participant on a phone, without an account and without a script: he deposits, votes and comments (S-01 to S-05).

His whole way goes through the running instance: the mail with his link, the form of the file store, its way back.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes
from email.policy import SMTP
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser import axe, story
from tests.browser.gallery import Scene
from tests.browser.test_language import left

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
QUICKEST = 2.2  # seconds: what comes sooner after the page is taken for a robot


def invited(scene: Scene, page: Any, name: str, role: str) -> str:
    """The address of a space, from the mail that brings it."""
    email = f"{name.lower()}@espace.example"
    page.goto(f"{scene.path}/participants/inviter")
    page.fill("#name", name)
    page.fill("#email", email)
    page.locator(f"input[name=role][value={role}]").check()
    page.locator("form button.primary").click()
    page.locator(".rows").wait_for()
    mail = story.wait_for_mail(scene.house, email, "Votre accès au dossier")
    with urlopen(f"{scene.house.base_url}/dev/mail/{mail['id']}.eml", timeout=10) as raw:
        text = message_from_bytes(raw.read(), policy=SMTP).get_body(("plain",)).get_content()
    return str(re.search(r"/espace/\S+", text)[0])


def test_a_firm_deposits_an_invoice_and_says_a_word(scene: Scene, window: Callable[..., Any]) -> None:
    home = invited(scene, window(), "Zinguerie", "contributor")
    page = window(visitor=True, offline=True, **PHONE)
    page.goto(home)
    page.get_by_role("link", name="Déposer un document").click()
    paper = {"name": "facture été.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 zinc"}
    page.set_input_files("#file", paper)
    page.get_by_role("button", name="Envoyer le fichier").click()
    offered = page.locator("#kind option").all_inner_texts()
    assert {"bon à payer", "facture", "décompte", "avenant"} <= set(offered), "S-02"
    page.select_option("#kind", "invoice")
    page.fill("#gross_cents", "1 284,50")
    page.get_by_role("button", name="Joindre au dossier").click()
    assert page.get_by_role("status").inner_text() == "Document déposé."
    assert page.locator("h1").inner_text() == "facture été.pdf"
    time.sleep(QUICKEST)
    page.fill("#text", "Solde des travaux.")
    page.get_by_role("button", name="Commenter").click()
    assert page.locator(".said").last.inner_text() == "Solde des travaux."
    other = window(visitor=True, offline=True, **PHONE)
    other.goto(scene.space)
    assert other.get_by_role("link", name="facture été.pdf").count() == 1, "S-03: those of the same lots see it"


def test_a_decider_votes_changes_his_mind_and_is_told_by_mail(scene: Scene, window: Callable[..., Any]) -> None:
    claire = window()
    home = invited(scene, claire, "Syndic", "decider")
    invited(scene, claire, "Voisine", "decider")
    claire.goto(f"{scene.path}/pieces/{scene.document}/historique")
    claire.select_option("#status", "in_approval")
    claire.get_by_role("button", name="Enregistrer le statut").click()
    claire.locator(".round").first.wait_for()
    page = window(visitor=True, offline=True, **PHONE)
    page.goto(f"{home}/pieces/{scene.document}")
    assert page.locator("#vote").count() == 1

    def press(word: str) -> None:
        time.sleep(QUICKEST)
        page.locator("#sure").check()
        page.locator("#choice").get_by_role("button", name=word).click()
    press("Accepter")
    assert page.locator("#choice button[aria-pressed=true]").inner_text() == "Accepter"
    assert page.locator("#choice button:disabled").inner_text() == "Refuser"
    press("Accepter")
    assert page.locator("#choice button:disabled").count() == 0
    press("Refuser")
    assert page.locator("#choice button[aria-pressed=true]").inner_text() == "Refuser"
    assert axe.overflow(page) == []
    story.wait_for_mail(scene.house, "syndic@espace.example", "")
    claire.goto(f"{scene.path}/pieces/{scene.document}/historique")
    assert "Syndic" in claire.locator(".round").first.inner_text()


@pytest.mark.parametrize("path", ["{s}", "{s}/pieces/{d}", "{s}/deposer"])
def test_no_french_is_left_in_an_english_space(scene: Scene, glance: Callable[..., Any], path: str) -> None:
    page = glance(visitor=True)
    page.goto(f"{scene.address(path)}?langue=en")
    assert page.locator("html").get_attribute("lang") == "en"
    left(page)
