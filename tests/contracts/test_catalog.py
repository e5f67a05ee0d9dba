"""Every word on a screen exists in both languages, and every mail in the same files with the same facts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, meta, nodes

from chalicelib.rendering.environment import environment

PROJECT = Path(__file__).parents[2]
ENGLISH = PROJECT / "chalicelib/locales/en/LC_MESSAGES"
MAILS = PROJECT / "chalicelib/templates/email"
PAGES = PROJECT / "chalicelib/templates/pages"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
LETTERS = sorted(folder.name for folder in (MAILS / "fr").iterdir())
# an ordinary space before a double mark, or inside French quotation marks, may break the line there
LOOSE = re.compile(r"(?<=[\w»)}\]>%’]) [:;?!»](?=[\s<{]|$)|« ")
CODE = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)


def marked() -> set[str | tuple[str, ...]]:
    """Every message of the code and of the pages, as the extractor of babel.cfg finds it."""
    with (PROJECT / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream, "babel.cfg")
    found = extract_from_dir(str(PROJECT), methods, options, KEYWORDS)
    return {tuple(text) if isinstance(text, (list, tuple)) else text for _, _, text, _, _ in found}


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO((ENGLISH / "messages.po").read_bytes()), locale="en")


def test_the_catalog_holds_exactly_the_words_of_the_product(english: Catalog) -> None:
    kept = {message.id for message in english if message.id}
    assert (marked() - kept, kept - marked()) == (set(), set())
    assert not english.obsolete


def test_every_message_is_translated_and_none_is_a_guess(english: Catalog) -> None:
    messages = [message for message in english if message.id]
    for message in messages:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(text.strip() for text in said), message.id
        assert not message.fuzzy, message.id


def test_plurals_have_the_two_forms_of_english(english: Catalog) -> None:
    assert english.num_plurals == 2
    for message in english:
        if message.pluralizable:
            assert len(message.string) == 2, message.id


def test_translations_keep_the_placeholders(english: Catalog) -> None:
    for message in english:
        if message.id:
            assert not list(message.check(english)), message.id
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = {frozenset(re.findall(r"%\((\w+)\)", text)) for text in ids}
            assert {frozenset(re.findall(r"%\((\w+)\)", text)) for text in said} == wanted, message.id


def test_the_compiled_catalog_is_the_one_compiled_from_the_words(english: Catalog) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, english)
    assert (ENGLISH / "messages.mo").read_bytes() == fresh.getvalue()


def test_french_words_keep_their_double_marks_on_the_line() -> None:
    for message in marked():
        for text in message if isinstance(message, tuple) else (message,):
            assert not LOOSE.search(text), text
            assert "'" not in text, text


def test_both_languages_have_the_same_letters() -> None:
    for language in ("fr", "en"):
        assert sorted(folder.name for folder in (MAILS / language).iterdir()) == LETTERS


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_uses_the_same_facts_in_both_languages(letter: str) -> None:
    french, english = (MAILS / language / letter for language in ("fr", "en"))
    assert sorted(p.name for p in french.iterdir()) == sorted(p.name for p in english.iterdir())
    for part in french.iterdir():
        assert facts(part.read_text("utf-8")) == facts((english / part.name).read_text("utf-8")), part


@pytest.mark.parametrize("part", sorted((MAILS / "fr").rglob("*.*")), ids=lambda p: f"{p.parent.name}-{p.name}")
def test_french_letters_keep_their_double_marks_on_the_line(part: Path) -> None:
    said = CODE.sub("", part.read_text("utf-8"))
    assert not LOOSE.search(said), LOOSE.search(said)
    assert "'" not in re.sub(r"<[^>]*>|{{.*?}}", "", said)


def facts(source: str) -> tuple[set[str], set[str]]:
    """The variables a template reads, and the attributes it reads from them."""
    env = Environment(extensions=["jinja2.ext.i18n"])
    env.filters.update(environment("fr").filters)
    tree = env.parse(source)
    return meta.find_undeclared_variables(tree), {node.attr for node in tree.find_all(nodes.Getattr)}
