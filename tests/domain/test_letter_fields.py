"""The small language of letters: fields and nothing else, no hole, no amount to a tenant (V-9)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.letter_fields import FIELDS, KINDS, LetterKind, faults, fill, fill_line

NAMES = [name for f in FIELDS for name in (f.fr, f.en)]
CODES = {name: f.code for f in FIELDS for name in (f.fr, f.en)}
KIND = st.sampled_from(list(KINDS.values()))
PIECES = st.lists(st.one_of(
    st.sampled_from(NAMES).map("{{{{ {} }}}}".format),
    st.sampled_from(["{{", "}}", "{%", "%}", "{{ titre", "{{ agency.__class__ }}", "{{ 7*7 }}", "{% for x in y %}",
                     "{#", "{{ cycler.__init__ }}", "{{ titre|upper }}",
                     "{{{ titre }}}", "$" "{titre}", "\n", " ", ","]),
    st.text("abcé {}%#.\n", max_size=6)), max_size=12).map("".join)
VALUES = st.fixed_dictionaries({
    f.code: st.sampled_from(["", f"<{f.code}>", "{{ titre }}", "{% raw %}"]) for f in FIELDS})


@given(KIND, PIECES, VALUES)
def test_a_text_only_ever_gives_its_own_characters_and_the_values_of_its_fields(
        kind: LetterKind, text: str, values: dict[str, str]) -> None:
    """Nothing is executed, nothing else is reached: without the values of its fields only its own text remains."""
    named = {CODES[n.strip().lower()] for n in re.findall(r"\{\{([^{}\n]*)\}\}", text) if n.strip().lower() in CODES}
    for said in (fill(text, kind, values), fill_line(text, kind, values)):
        rest = said
        for code in named & set(kind.fields):
            rest = rest.replace(values[code], "")
        assert set(rest) <= set(text) | {" "}, rest
        for code in set(values) - named:
            assert f"<{code}>" not in said


@given(KIND, PIECES)
def test_what_is_taken_uses_only_fields_of_its_letter(kind: LetterKind, text: str) -> None:
    if not faults(kind, "Objet", text):
        assert {CODES[n.strip().lower()] for n in re.findall(r"\{\{([^{}\n]*)\}\}", text)} <= set(kind.fields)
        assert "{{" not in fill(text, kind, {})


@given(KIND, VALUES)
def test_a_value_is_never_read_again(kind: LetterKind, values: dict[str, str]) -> None:
    """A tenant who writes « {{ devis }} » in his report gets no amount."""
    hostile = values | {"title": "{{ agence }}", "agency": "SECRET"}
    assert fill("Sujet {{ titre }}.", kind, hostile) == "Sujet {{ agence }}."


@given(KIND, PIECES, PIECES)
def test_no_amount_ever_reaches_a_tenant(kind: LetterKind, subject: str, body: str) -> None:
    values = {f.code: "1 284,50 €" if f.amount else "x" for f in FIELDS}
    if kind.audience == "tenant":
        assert "1 284,50" not in fill_line(subject, kind, values) + fill(body, kind, values)


@pytest.mark.parametrize(("text", "code", "name"), [
    ("{{ inconnu }}", "unknown_field", "inconnu"), ("{{ titre|upper }}", "unknown_field", "titre|upper"),
    ("{{ agency.phone }}", "unknown_field", "agency.phone"), ("{{ devis }}", "amount_to_tenant", "devis"),
    ("{{ Plafond }}", "amount_to_tenant", "Plafond"), ("{{ missing }}", "field_not_here", "missing"),
    ("{{ titre", "unclosed", ""), ("{ {{ reference }}{% for x in y %}", "unclosed", ""),
    ("{ {{ titre }}{x} {{ titre }}}", "unclosed", ""), ("titre }}", "unclosed", ""), ("{{}}", "unknown_field", "")])
def test_a_fault_names_the_field_as_it_was_written(text: str, code: str, name: str) -> None:
    (fault,) = faults(KINDS["inform_tenant"], "Objet", f"Bonjour {text}")
    assert (fault.where, fault.code, fault.name) == ("body", code, name)


@pytest.mark.parametrize(("body", "said"), [
    ("Bonjour {{ locataire }},\n\nTexte", "Bonjour,\n\nTexte"),
    ("Bonjour,\n\nContact : {{ contact_sur_place }}.\n\nFin", "Bonjour,\n\nFin"),
    ("Bonjour,\n{{ titre }} {{ locataire }} à {{ adresse }}", "Bonjour,\nFuite à Lyon"),
    ("Bonjour,\n{{ titre }}, {{ locataire }}, {{ adresse }}.", "Bonjour,\nFuite, Lyon."),
    ("Bonjour,\n{{ locataire }} {{ telephone }}\nFin", "Bonjour,\nFin"),
    ("Bonjour,\nSans champ\n\n\n\nFin", "Bonjour,\nSans champ\n\nFin")])
def test_an_empty_value_leaves_no_hole(body: str, said: str) -> None:
    values = {"title": "Fuite", "place": "Lyon"}
    assert fill(body, KINDS["inform_other"], values) == said


def test_a_subject_is_one_line_whatever_its_values_are() -> None:
    assert fill_line("[{{ reference }}] {{ titre }} {{ locataire }}", KINDS["inform_other"],
                     {"reference": "T-1", "title": "Fuite\nBcc: x@y.example"}) == "[T-1] Fuite Bcc: x@y.example"
