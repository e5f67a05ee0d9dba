"""« Fermer cette conversation » on the page of a file: asks why, and can be undone (E-M24)."""

from __future__ import annotations

from infra.seed.cast import CLAIRE
from tests.handlers.filled import Ids
from tests.handlers.house import House


def test_a_conversation_is_closed_from_its_page_and_opened_again(house: House, ours: Ids) -> None:
    browser, file = house.signed_in(CLAIRE), f"/tickets/{ours.number}"
    path = f"{file}/conversations/marchal"
    assert f'href="{path}"' in browser.get(f"{file}?avec=marchal").text
    form = browser.get(path).form(path)
    nothing = browser.post(path, form)
    assert nothing.status == 422
    assert "Indiquez la raison." in nothing.words
    assert browser.post(path, form | {"reason": "Mauvaise entreprise"}).status == 303
    assert browser.post(path, form | {"reason": "Mauvaise entreprise"}).status == 303
    page = browser.get(file).words
    assert "Conversation fermée avec Plomberie Marchal." in page
    assert page.count("Mauvais destinataire : conversation fermée") == 1
    again = browser.get(path).form(path)
    assert browser.post(path, again | {"reason": "C’était la bonne"}).status == 303
    assert "Conversation fermée avec" not in browser.get(file).words
