"""Whole mails, one template folder per language and name: subject.txt, body.txt, body.html (M-104)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError, TemplateNotFound

from chalicelib.domain import words
from chalicelib.domain.document import Document
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.environment import environment

# what a mistake of ours raises while a mail is built: the same facts give the same mistake again
OUR_MISTAKES = (TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A mail in one language. `html` is empty for a template that has no HTML of its own."""

    subject: str
    text: str
    html: str


def render(name: str, language: str, facts: Mapping[str, Any]) -> RenderedLetter:
    """Render the three parts. Raises jinja2 errors: a broken template is a bug, not an input."""
    facts = _words(language) | dict(facts)
    return RenderedLetter(
        _part(name, "subject.txt", language, facts).strip(),
        _part(name, "body.txt", language, facts).strip("\n"),
        _part(name, "body.html", language, facts),
    )


def _words(language: str) -> dict[str, Any]:
    """The names of the trade in the reader's language, and the figures of a document as pairs to show."""
    kinds = {code: translate(word, language) for code, word in words.KINDS.items()}
    marks = {code: translate(word, language) for code, word in words.MARKS.items()}
    shown = [(name, translate(words.FIGURES[name], language)) for name in words.IN_MAILS]
    unsure = {"fr": "à confirmer", "en": "to be confirmed"}[language]

    def pairs(document: Document, whole: bool = False) -> list[tuple[str, str]]:
        hidden = () if whole or document.sums_close else ("vat_cents", "net_cents")
        found = [(label, name, document.figures[name]) for name, label in shown
                 if name in document.figures and name not in hidden]
        return [(label, formats.plain(f.value, name, language) + ("" if f.taken else f" ({unsure})"))
                for label, name, f in found]
    return {"kinds": kinds, "marks": marks, "shown": shown, "pairs": pairs}


def _part(name: str, part: str, language: str, facts: Mapping[str, Any]) -> str:
    try:
        template = environment(language, strict=True).get_template(f"email/{language}/{name}/{part}")
    except TemplateNotFound:
        return ""
    return template.render(facts)


def manual_html(text: str, language: str, facts: Mapping[str, Any]) -> str:
    """What a manager wrote, as a person's mail: paragraphs, our footer, and nothing else (M-107)."""
    paragraphs = [p.split("\n") for p in text.strip().split("\n\n") if p.strip()]
    template = environment(language, strict=True).get_template("email/manual.html")
    return template.render(_words(language) | {"paragraphs": paragraphs, **facts})
