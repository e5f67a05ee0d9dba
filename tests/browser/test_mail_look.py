"""Every mail as mail programs show it: narrow and wide, light and dark, and with its style sheet thrown away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.menu import MENU
from chalicelib.domain.message import Message
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.rendering.letters import RenderedLetter, manual_html, render
from infra.seed import cast
from tests.browser import axe
from tests.fakes.office import START

HOME = "https://app.rivoli.example"
LETTERS = (*(a.template for a in MENU if a.template), "not_retained", "chase_many", "works_cancelled")
DECISIONS = ("decision_request", "decision_receipt", "decision_news", "decision_outcome", "decision_code",
             "decision_replaced", "refused_firm", "own_care_tenant")
SYSTEM = ("acknowledgement", "notification", "sign_in", "document_comment", *DECISIONS)
TICKET = Ticket(
    1042, "Fuite sous l’évier", "L’eau coule dans le meuble depuis ce matin.", START, START, state="quoting",
    place="12 rue des Lilas, 75020 Paris, lot 4", tenant=Contact("petit", "M. Luc Petit", "06 12 34 56 78"),
    owner=Contact("garnier", "Mme Hélène Garnier"))
FIGURES = {
    "number": FiledFigure("D-2026-0147", 0.99, "page 1", True),
    "issued_on": FiledFigure(date(2026, 3, 1), 0.99, "page 1", True),
    "gross_cents": FiledFigure(128450, 0.99, "page 1", True),
    "vat_cents": FiledFigure(11677, 0.99, "page 1", True),
    "net_cents": FiledFigure(116773, 0.5, "page 1", False),
}
QUOTE = Document(1042, "d", "quote", "Devis n° 12 – évier, remplacement du siphon.pdf", "application/pdf", 81_000,
                 "0" * 64, START, figures=FIGURES, reading="done")
SAID = Message(1042, "m", START, "in", "marchal", "Plomberie Marchal", "Re: devis", "Bonjour,\n\nVoici mon devis.",
               email="contact@plomberie-marchal.example", marks=("other_mailbox",))
FACTS: dict[str, Any] = {
    "ticket": TICKET, "documents": [QUOTE], "agency": cast.AGENCY, "message": SAID, "user": cast.CLAIRE,
    "mode": "quote", "ordered_on": START.date(),
    "ceiling_cents": 0, "quotes": [QUOTE], "awaited": ("quote",), "final": ("invoice", "photos"),
    "sections": [(TICKET, "t-1042+abcdefghijklmnopqrstuvwxyz@courrier.rivoli.example")],
    "link": f"{HOME}/tickets/1042", "name": "Claire Dumas",
    "what": "vote_accept", "outcome": "accepted", "text": "À faire avant Noël, si possible.", "by": "M. Jean Garnier",
    "filename": QUOTE.filename, "kind": "quote", "edition": 2, "gross_cents": 128_450, "before_cents": 120_000,
    "at": START.isoformat(), "until": (START + timedelta(minutes=15)).isoformat(),
    "code": "042042",
    "also": "autre-devis.pdf",
    "author": "M. Paul Durand", "who": "Mme Hélène Garnier", "firm": "Plomberie Marchal", "delegate": "",
    "source": "phone", "noted_by": "Claire Dumas", "deciders": "Mme Hélène Garnier, Mr John Smith", "gone": "",
    "motive": "too_dear", "day": "2026-12-04", "replaced": [(120_000, 128_450)],
    "file_link": f"{HOME}/tickets/1042", "decision_until": START}
LINKS = [(QUOTE.filename, f"{HOME}/pieces/rivoli.1042.d.signature")]


def written(name: str, language: str) -> RenderedLetter:
    """A mail whole: a letter of a manager gets the footer and the plain HTML it leaves with."""
    letter = render(name, language, FACTS)
    if name in SYSTEM:
        return letter
    footer = render("letter_footer", language, FACTS | {"links": LINKS}).text
    asks = {"decision": f"{HOME}/accord/rivoli.token"} if name == "quote_to_owner" else {}
    html = manual_html(letter.text, language, FACTS | {"links": LINKS, "footed": True} | asks)
    return RenderedLetter(letter.subject, f"{letter.text}\n\n{footer}", html)


@pytest.fixture(scope="module")
def reader(browser: Any) -> Iterator[Any]:
    """A mail program: nothing is fetched from anywhere."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: pytest.fail(f"fetched {route.request.url}"))
    yield page
    context.close()


def open_mail(reader: Any, html: str) -> None:
    """In an empty page: what the last mail said of its colours must not outlive it."""
    reader.goto("about:blank")
    reader.set_content(html)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [*SYSTEM, *LETTERS])
def test_a_mail_is_readable_wherever_it_is_read(reader: Any, name: str, language: str) -> None:
    html = written(name, language).html
    bare = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    said = []
    for body in (html, bare):
        open_mail(reader, body)
        for width in (390, 700):
            reader.set_viewport_size({"width": width, "height": 900})
            said += axe.in_both_lights(reader, "color-contrast", "html-has-lang", "link-name", "document-title")
            assert reader.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    assert reader.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [*SYSTEM, *LETTERS])
def test_a_mail_fetches_nothing_and_leads_only_home(reader: Any, name: str, language: str) -> None:
    html = written(name, language).html
    assert len(html.encode()) < 15_000
    open_mail(reader, html)
    assert reader.locator("img, link, script, iframe, object, [background]").count() == 0
    assert "url(" not in html
    assert "@import" not in html
    for address in reader.eval_on_selector_all("a", "links => links.map(link => link.href)"):
        assert address.startswith(f"{HOME}/"), address


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["notification", "sign_in", "decision_request", "decision_receipt"])
def test_the_one_button_is_large_enough_for_a_thumb(reader: Any, name: str, language: str) -> None:
    reader.set_viewport_size({"width": 390, "height": 900})
    open_mail(reader, written(name, language).html)
    assert reader.locator("a.button").count() == 1
    assert reader.locator("a.button").bounding_box()["height"] >= 44


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [name for name in LETTERS if name != "quote_to_owner"])
def test_a_managers_letter_looks_like_a_persons(name: str, language: str) -> None:
    letter = written(name, language)
    assert "<table" not in letter.html
    assert "button" not in letter.html
    assert "background" not in letter.html
    assert "Claire Dumas" in letter.text
    for paragraph in render(name, language, FACTS).text.split("\n\n"):
        assert paragraph.split("\n")[0].strip()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [*SYSTEM, *LETTERS])
def test_the_text_part_reads_well(name: str, language: str) -> None:
    letter = written(name, language)
    assert "\n" not in letter.subject
    assert "  " not in letter.subject
    assert not re.search(r"\n{4,}|[ \t]+\n| {3,}|&\w+;|<\w", letter.text), letter.text
    assert not set("{}") & set(letter.text)
    assert "None" not in letter.text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["quote_to_owner", *DECISIONS])
def test_no_mail_offers_to_decide_by_a_click(name: str, language: str) -> None:
    """U-131: one neutral link; robots open every link of a mail."""
    letter = written(name, language)
    links = re.findall(r'href="([^"]+)"', letter.html)
    assert len([link for link in links if "/pieces/" not in link]) <= 1
    labels = re.findall(r"<a\b[^>]*>(.*?)</a>", letter.html, flags=re.DOTALL)
    assert not re.search(r"approuver|accepter|refuser|approve|accept|refuse", " ".join(labels), re.IGNORECASE)


@pytest.mark.parametrize(("language", "amount", "unsure"), [
    ("fr", "1 284,50 €", "à confirmer"), ("en", "€1,284.50", "to be confirmed")])
def test_an_acknowledgement_says_what_was_understood_in_both_parts(language: str, amount: str, unsure: str) -> None:
    letter = written("acknowledgement", language)
    for part in (letter.text, letter.html):
        said = part.replace("\u202f", " ").replace("\xa0", " ")
        assert amount in said
        assert unsure in said
        assert QUOTE.filename in said
