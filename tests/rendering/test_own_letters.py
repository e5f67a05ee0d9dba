"""Letters in an agency's own words begin as the built-in ones do, and leave no hole where a file says less."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.letter_fields import KINDS, faults
from chalicelib.queries.demo_file import demo_facts
from chalicelib.rendering.letters import render
from chalicelib.rendering.own_letters import field_values, original, own_letter
from infra.seed import cast

EVERY = [(key, language) for key in KINDS for language in ("fr", "en")]


def facts_of(key: str, language: str, **changes: Any) -> dict[str, Any]:
    facts = demo_facts(cast.AGENCY, cast.CLAIRE, key, language)
    return facts | {"ticket": replace(facts["ticket"], **changes)}


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_text_an_editor_begins_with_gives_the_built_in_letter(key: str, language: str) -> None:
    facts = facts_of(key, language)
    built = render("mission" if key == "mission_direct" else key, language, facts)
    own = own_letter(KINDS[key], language, *original(key, language), facts)
    assert (own.subject, own.text) == (built.subject, built.text)


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_originals_use_their_own_fields_and_their_own_language(key: str, language: str) -> None:
    subject, body = original(key, language)
    assert faults(KINDS[key], subject, body) == []
    loose = re.compile(r"[\w»)}\]] [:;?!»]|« ")
    assert not (language == "fr" and loose.search(f"{subject}\n{body}"))
    assert "'" not in body or language == "en"


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_file_that_says_little_leaves_no_hole(key: str, language: str) -> None:
    little = facts_of(key, language, place="", description="", tenant=None, owner=None)
    facts = little | {"quotes": [], "ceiling_cents": 0}
    letter = own_letter(KINDS[key], language, *original(key, language), facts)
    for line in (letter.subject, *letter.text.split("\n")):
        assert not re.search(r" ,| \.|,,|: *\.|  |\{\{|\b(?:de|à|at|from) *$", line), line
    assert "\n\n\n" not in letter.text


def test_a_file_without_a_quote_still_gives_a_work_order() -> None:
    facts = facts_of("order", "fr") | {"quotes": []}
    text = own_letter(KINDS["order"], "fr", *original("order", "fr"), facts).text
    assert "Les travaux sont validés. Cet e-mail vaut ordre de service." in text


@pytest.mark.parametrize("key", list(KINDS))
def test_only_those_who_come_get_a_phone_number_of_the_place(key: str) -> None:
    """V-9: owners and tenants get the name alone, as in the built-in letters."""
    said = field_values(KINDS[key], "fr", facts_of(key, "fr"))
    assert ("06 12" in said["on_site"]) is (KINDS[key].audience in ("contractor", "other"))
    assert not [code for code, value in said.items() if code != "on_site" and "06 12" in value]


@pytest.mark.parametrize(("awaited", "said"), [
    (("quote",), "- votre devis en PDF"),
    (("works",), "- la date prévue de l’intervention, ou celle de la fin des travaux"),
    (("photos", "keys"), "- les photos de l’intervention\n- les clefs qui vous ont été remises")])
def test_a_chaser_lists_what_is_awaited_now(awaited: tuple[str, ...], said: str) -> None:
    facts = facts_of("chase_contractor", "fr") | {"awaited": awaited}
    assert field_values(KINDS["chase_contractor"], "fr", facts)["missing"] == said


def test_the_signature_is_the_agency_s_or_is_made_of_what_is_known() -> None:
    facts = facts_of("mission", "fr")
    assert field_values(KINDS["mission"], "fr", facts)["signature"] == "Claire Dumas\nAgence Rivoli\n01 42 00 10 20"
    own = facts | {"agency": replace(cast.AGENCY, signature="Le pôle travaux\nRivoli")}
    assert field_values(KINDS["mission"], "fr", own)["signature"] == "Le pôle travaux\nRivoli"
