"""« Bonjour M. Durand »: by title and surname, or by the whole name where they cannot be told apart."""

from __future__ import annotations

import pytest

from chalicelib.domain.addressees import renamed
from chalicelib.domain.greeting import greeted


@pytest.mark.parametrize(("name", "said"), [
    ("M. Paul Durand", "M. Durand"), ("Mme Hélène Garnier", "Mme Garnier"), ("Mr John Smith", "Mr Smith"),
    ("Mme Anne-Lise de la Tour", "Mme de la Tour"), ("M. Jean Le Goff", "M. Le Goff"),
    ("M. Durand", "M. Durand"), ("Paul Durand", "Paul Durand"), ("M. et Mme Durand", "M. et Mme Durand"),
    ("Mme Marie Claire Dupont", "Mme Marie Claire Dupont"), ("SCI des Lilas", "SCI des Lilas"), ("", "")])
def test_a_title_is_followed_by_the_surname(name: str, said: str) -> None:
    assert greeted(name) == said


def test_another_person_of_the_same_letter_is_greeted_in_the_same_way() -> None:
    text = "Bonjour M. Durand,\n\nVu avec M. Durand hier."
    assert renamed(text, "M. Paul Durand", "Mme Hélène Garnier") == "Bonjour Mme Garnier,\n\nVu avec M. Durand hier."
