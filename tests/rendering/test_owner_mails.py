"""What the mails of a decision say to an owner: the essentials, a greeting, one button (U-131, U-132)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from chalicelib.rendering.letters import RenderedLetter, render
from tests.browser.test_mail_look import FACTS, QUOTE, TICKET

PAGE = "https://app.rivoli.example/accord/rivoli.token"


def reminder(name: str, language: str, files: int = 1) -> RenderedLetter:
    asked = SimpleNamespace(kind="decision", since=date(2026, 12, 6), document=QUOTE, link=PAGE)
    section = SimpleNamespace(ticket=TICKET, asked=(asked,), reply="t-1042@courrier.rivoli.example")
    return render(name, language, FACTS | {
        "sections": [section] * files, "one": section if files == 1 else None, "works": True,
        "name": "Mme Hélène Garnier"})


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["reminder_decision", "last_notice"])
def test_a_reminder_greets_names_the_amount_and_has_one_button_per_file(name: str, language: str) -> None:
    for files in (1, 2):
        letter = reminder(name, language, files)
        assert letter.html.count('class="button"') == letter.html.count(PAGE) == files
        assert letter.html.count("284") == files
        for part in (letter.text, letter.html):
            assert "Garnier," in part


def test_the_last_notice_speaks_to_the_owner_himself() -> None:
    assert "vous pourriez avoir à répondre" in reminder("last_notice", "fr").text
    assert "you may have to answer" in reminder("last_notice", "en").html


@pytest.mark.parametrize(("language", "firm", "back", "over"), [
    ("fr", "Plomberie Marchal, n°\xa0D-2026-0147", "Annuler ou revoir", "Voir la page"),
    ("en", "Plomberie Marchal, no.\xa0D-2026-0147", "Cancel or review", "See the page")])
def test_a_receipt_names_firm_and_number_and_offers_only_what_can_be_done(
        language: str, firm: str, back: str, over: str) -> None:
    letter = render("decision_receipt", language, FACTS)
    assert firm in letter.html
    assert "Claire Dumas," in letter.html
    for part in (letter.text, letter.html):
        assert back in part
        assert over not in part
    late = render("decision_receipt", language, FACTS | {"until": ""})
    for part in (late.text, late.html):
        assert back not in part
        assert over in part
