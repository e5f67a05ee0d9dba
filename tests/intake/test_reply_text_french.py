"""The layouts that French mail programs write around a quote, one named mail each, expected words beside it.

Every layout is also read with each way of writing the colon, with and without quote marks (M-71 to M-74).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.intake.parse import parse
from chalicelib.intake.reply_text import from_mail, split

CASES = sorted((Path(__file__).parent / "cases").glob("fr_*.eml"))
OWN = "Bonjour,\n\nD'accord pour jeudi.\nPaul Morel 06 12 34 56 78"
QUOTE = "Bonjour Paul,\n\nPouvez-vous passer jeudi ?\n\nClaire"
COLONS = ("", " ", "  ", "\u00a0", "\u202f")
_BLOCK = ("De{c}: Claire <c@r.fr>", "Envoyé{c}: mardi 3 mars 2026 10:12", "À{c}: Paul", "Objet{c}: Visite")
LAYOUTS = {
    "gmail": ("Le mar. 3 mars 2026 à 10:12, Claire <c@r.fr> a écrit{c}:",),
    "gmail_wrapped": ("Le mar. 3 mars 2026 à 10:12, Claire de la société Rivoli <", "c@r.fr> a écrit{c}:"),
    "gmail_alone": ("Le mar. 3 mars 2026 à 10:12, Claire", "<c@r.fr>", "a écrit{c}:"),
    "thunderbird": ("Le 03/03/2026 à 10:12, Claire a écrit{c}:",),
    "yahoo": ("Le mardi 3 mars 2026 à 10:12:00 UTC+1, Claire <c@r.fr> a écrit{c}:",),
    "outlook": _BLOCK,
    "outlook_without_address": ("De{c}: Claire", *_BLOCK[1:]),
    "outlook_two_labels": ("De{c}: Claire", "Envoyé{c}: mardi 3 mars 2026 10:12"),
    "outlook_rule": ("_" * 32, *_BLOCK),
    "outlook_bold": tuple(line.replace("{c}:", "{c}:**").join(("**", "")) for line in _BLOCK),
    "outlook_older": ("-----Message d'origine-----", *_BLOCK),
    "outlook_typographic": ("-----Message d’origine-----", *_BLOCK),
    "orange": ("Message du 03/03/26 10:12", 'De{c}: "Claire" <c@r.fr>', "A{c}: p@m.fr", "Copie à{c}:", "Objet{c}: V"),
    "free": ("----- Mail original -----", *_BLOCK),
    "samsung": ("-------- Message d'origine --------", _BLOCK[0], "Date{c}: 03/03/2026 10:12 (GMT+01:00)"),
    "proton": ("------- Message d'origine -------", "Le mardi 3 mars 2026 à 10:12, Claire <c@r.fr> a écrit{c}:"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path) -> None:
    expected = case.with_suffix(".txt").read_text("utf-8").rstrip("\n")
    assert from_mail(parse(case.read_bytes())).own == expected


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


@pytest.mark.parametrize("colon", COLONS, ids=("none", "space", "two", "no_break", "narrow"))
@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_with_each_colon_and_mark(name: str, colon: str) -> None:
    intro = "\n".join(line.replace("{c}", colon) for line in LAYOUTS[name])
    for signature in ("", "\n\nEnvoyé de mon iPhone"):
        for quote in (f"{intro}\n\n{QUOTE}", f"{intro}\n\n{_marked(QUOTE)}", _marked(f"{intro}\n\n{QUOTE}")):
            found = split(f"{OWN}{signature}\n\n{quote}\n")
            assert found.own == OWN
            assert found.signature == signature.strip()
