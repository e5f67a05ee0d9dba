"""A leak is reported, a contractor asked, his answer filed and understood: with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import story
from tests.instance import RunningInstance

CLAIRE = "claire@rivoli.example"


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without any script"])
def test_the_whole_story(house: RunningInstance, window: Callable[..., Any], scripted: bool) -> None:
    page = window(java_script_enabled=scripted)
    title = f"Fuite sous l’évier, {'cuisine' if scripted else 'buanderie'}"
    path = story.open_ticket(page, title)
    number = path.rpartition("/")[2]

    story.to_composer(page, "Missionner entreprise")
    assert page.locator("dialog[open]").count() == int(scripted)
    page.get_by_label("Destinataire").select_option("marchal")
    body = page.get_by_label("Message").input_value()
    page.get_by_label("Message").fill(body.replace("Bonjour,", "Bonjour Monsieur Marchal,"))
    story.attach(page, "fuite.png")
    assert page.get_by_label("Message").input_value().startswith("Bonjour Monsieur Marchal,")
    assert page.get_by_label("Destinataire").input_value() == "marchal"
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(rf"{path}\?envoye="))

    asked = story.wait_for_mail(house, story.MARCHAL, title)
    assert "Bonjour Monsieur Marchal," in asked["text"]
    assert asked["attachments"] == ["fuite.png"]
    assert page.locator(".chip").first.inner_text() == "Devis demandé"

    story.reply(house, asked)
    story.reload_until(page, ".thumb img")
    assert page.locator(".chip").first.inner_text() == "Devis reçu"
    assert story.SAID in page.locator(".bubble.in").inner_text()
    quote = page.locator(".documents > li", has=page.locator(".thumb")).first
    shown = quote.inner_text().replace("\u202f", " ").replace("\xa0", " ")
    for figure in ("1 273,80 €", "115,80 €", "1 158,00 €", "D-2026-0147", "3 mars 2026"):
        assert figure in shown, figure
    assert "Devis lu" in page.locator(".entries").inner_text()

    story.wait_for_mail(house, CLAIRE, title)
    story.wait_for_mail(house, story.MARCHAL, f"[T-{number}] Bien reçu")
    page.get_by_role("button", name="Marquer comme traité").click()
    page.wait_for_url(re.compile(rf"{path}$"))
    assert page.get_by_role("button", name="Marquer comme traité").count() == 0


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without any script"])
def test_a_new_address_is_typed_in_the_composer(house: RunningInstance, window: Callable[..., Any],
                                                scripted: bool) -> None:
    page = window(java_script_enabled=scripted)
    path = story.open_ticket(page, f"Store coincé {scripted}")
    page.goto(f"{path}/ecrire/missionner")
    assert not page.get_by_label("Adresse e-mail").is_visible()
    page.get_by_label("Destinataire").select_option("other")
    page.get_by_label("Nom", exact=True).fill("Stores du Nord")
    page.get_by_label("Adresse e-mail").fill(f"atelier-{scripted}@stores-du-nord.example".lower())
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(rf"{path}\?envoye="))
    assert "Stores du Nord" in page.locator("#people .people").inner_text()
