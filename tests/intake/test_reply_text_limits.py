"""M-65, M-75, M-76: in place the pieces give back the text, in linear time, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.intake.parse import parse
from chalicelib.intake.reply_text import from_mail, split
from tests.builders.mail import PDF, multipart, part, text_part

_LINES = st.sampled_from([
    "Bonjour", "", "> cité", ">> deux fois", "-- ", "--", "----", "Le 3 mars 2026 à 10:12, X <a@b.fr> a écrit :",
    "De : X",
    "Objet : y", "Envoyé : mardi 3 mars 2026", "Envoyé de mon iPhone", "```", "a écrit :", "| cellule |",
    "12/03/2026 :",
    "-----Message d'origine-----", "begin 644 a", "end", "— Répondez au-dessus de cette ligne —",
])

REPEATED = {
    "le": "Le ", "le_day": "Le 3 mars ", "address": "a@b ", "marks": "> ", "label": "De : x\n",
    "dates": "Le 3 mars 2026 à 10:12\n",
    "attributions": "Le 3 mars 2026 à 10:12, X a écrit :\n\nx\n", "quoted": "> Le 3 mars 2026 a écrit :\n",
    "dashes": "-",
    "spaced_dashes": "- ", "signatures": "--\nx\n", "between": "x\n> y\n", "sent": "Envoyé de mon iPhone\n",
    "colon": "a: b\n",
    "fences": "```\n", "folded": "From: a\nx\n", "begin": "begin 644 a\n", "blanks": " \n",
}


@pytest.mark.parametrize("name", REPEATED)
def test_time_is_linear(name: str) -> None:
    """M-75, TRAP-23."""
    begun = time.process_time()  # what others do on this machine is not counted
    split(REPEATED[name] * 20_000)
    assert time.process_time() - begun < 0.4


@given(st.lists(_LINES, max_size=25), st.booleans())
@settings(max_examples=300, deadline=None)
def test_pieces_in_place_are_the_text(lines: list[str], attached: bool) -> None:
    """M-65: nothing is lost, and own words are empty only for a quote with an attachment."""
    text = "\n".join(lines)
    found = split(text, has_attachment=attached)
    assert "".join(segment.text for segment in found.segments) == text
    assert found.own.strip() or not text.strip() or attached


def test_beyond_the_cap_everything_is_set_aside() -> None:
    text = "Bonjour\n" + "mot\n" * 10_000
    found = split(text)
    assert found.own.count("mot") == 3_999
    assert "".join(segment.text for segment in found.segments) == text


def test_only_a_quote_stays_unless_something_is_attached() -> None:
    quote = "> Pouvez-vous passer jeudi ?\n"
    assert split(quote).own == quote.strip()
    mail = parse(multipart(text_part("Le 03/03/2026 à 10:12, X a écrit :\n" + quote), part(PDF, "application/pdf")))
    assert from_mail(mail).own == ""


def test_plain_text_that_only_points_to_the_html_is_not_the_reply() -> None:
    """M-28."""
    plain = "Ouvrez ce message dans votre navigateur."
    html = "<p>" + "La fuite vient du joint de la douche, je reviens jeudi. " * 6 + "</p>"
    mail = parse(multipart(text_part(plain), text_part(html, "html"), subtype="alternative"))
    assert from_mail(mail).own.startswith("La fuite vient du joint")
    short = parse(multipart(text_part("D'accord"), text_part(html, "html"), subtype="alternative"))
    assert from_mail(short).own == "D'accord"
