"""What people write, and what is proposed from it: the sentence and its opposite, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.intake.calendar_words import day_in
from chalicelib.intake.meaning import meanings

TODAY = date(2026, 11, 23)  # a Monday

CASES = [
    ("contractor", "Bonjour, nous ne pouvons malheureusement pas intervenir avant janvier.", {"declines"}),
    ("contractor", "Nous ne sommes pas disponibles, désolé.", {"declines"}),
    ("contractor", "Je dois décliner cette demande.", {"declines"}),
    ("contractor", "Sorry, we are fully booked.", {"declines"}),
    ("contractor", "Unfortunately I cannot take this job.", {"declines"}),
    ("contractor", "Pouvez-vous décliner votre adresse ?", set()),
    ("contractor", "Nous pouvons intervenir rapidement.", set()),
    ("contractor", "Je passe mardi 24 à 9 h.", {"visit"}),
    ("contractor", "Rendez-vous pris avec la locataire le 3 décembre.", {"visit"}),
    ("contractor", "Nous interviendrons demain matin.", {"visit"}),
    ("contractor", "I will come on Thursday.", {"visit"}),
    ("contractor", "Je ne pourrai pas passer mardi.", set()),
    ("contractor", "Notre devis du 20 novembre est joint.", set()),
    ("contractor", "Les travaux sont terminés, voici la facture.", {"works_done"}),
    ("contractor", "L’intervention a été réalisée ce matin.", {"works_done"}),
    ("contractor", "Nous avons remplacé le siphon, c’est réparé.", {"works_done"}),
    ("contractor", "The works are finished.", {"works_done"}),
    ("contractor", "Les travaux ne sont pas terminés.", set()),
    ("contractor", "Les travaux seront terminés vendredi.", set()),
    ("contractor", "Dès que les travaux sont terminés, je vous envoie la facture.", set()),
    ("contractor", "Les travaux sont-ils terminés ?", set()),
    ("contractor", "J’ai déposé les clefs à l’agence.", {"keys_returned"}),
    ("contractor", "Les clés ont été remises au gardien.", {"keys_returned"}),
    ("contractor", "The keys were dropped off this morning.", {"keys_returned"}),
    ("contractor", "Je n’ai pas encore rendu les clefs.", set()),
    ("owner", "OK pour moi.", {"accepts"}),
    ("owner", "Bonjour,\nD’accord pour le devis.\nBien à vous", {"accepts"}),
    ("owner", "Vous pouvez lancer les travaux.", {"accepts"}),
    ("owner", "Please go ahead.", {"accepts"}),
    ("owner", "OK mais 400 € au maximum.", {"directives"}),
    ("owner", "D’accord, mais attendez le départ du locataire.", {"directives"}),
    ("owner", "Attendez mon cousin.", {"directives"}),
    ("owner", "Je m’en occupe moi-même.", {"directives"}),
    ("owner", "C’est trop cher.", {"refuses"}),
    ("owner", "Je ne suis pas d’accord.", {"refuses"}),
    ("owner", "Non.", {"refuses"}),
    ("owner", "Est-ce que vous êtes d’accord ?", set()),
    ("owner", "Merci pour votre message.", set()),
    ("owner", "OK pour moi.\nEnfin, attendez : demandez un autre devis.", {"directives"}),
    ("tenant", "Tout fonctionne, merci beaucoup !", {"works_done"}),
    ("tenant", "C’est réparé.", {"works_done"}),
    ("tenant", "Ça fuit encore.", {"not_fixed"}),
    ("tenant", "Personne n’est venu ce matin.", {"not_fixed"}),
    ("tenant", "It is still leaking.", {"not_fixed"}),
    ("tenant", "OK pour moi.", set()),
    ("other", "Les travaux sont terminés.", set()),
]


@pytest.mark.parametrize(("role", "text", "expected"), CASES)
def test_what_a_sentence_is_taken_for(role: str, text: str, expected: set[str]) -> None:
    assert {p.kind for p in meanings(text, role, TODAY)} == expected


@pytest.mark.parametrize(("sentence", "day"), [
    ("je passe mardi 24 a 9h", date(2026, 11, 24)), ("mardi a 9h", date(2026, 11, 24)),
    ("le 24/11", date(2026, 11, 24)),
    ("le 3 decembre", date(2026, 12, 3)), ("demain", date(2026, 11, 24)), ("lundi prochain", date(2026, 11, 30)),
    ("le 05.12.2026 au matin", date(2026, 12, 5)), ("on december 3rd", date(2026, 12, 3)),
    ("le 2 janvier", date(2027, 1, 2)), ("2026-12-01", date(2026, 12, 1)), ("le 31/02", None),
    ("au 12.50 euros", None), ("hier", None), ("le 12 octobre 2026", None), ("jeudi 26 novembre", date(2026, 11, 26)),
])
def test_the_day_a_sentence_names(sentence: str, day: date | None) -> None:
    assert day_in(sentence, TODAY) == day


def test_the_evidence_is_the_writers_own_sentence() -> None:
    found = meanings("Bonjour,\n\nJe passe jeudi 26 à 8 h 30. Cordialement", "contractor", TODAY)
    assert [(p.evidence, p.day) for p in found] == [("Je passe jeudi 26 à 8 h 30.", date(2026, 11, 26))]


@given(st.text(max_size=400), st.sampled_from(["contractor", "owner", "tenant", "other", ""]))
def test_no_text_breaks_it(text: str, role: str) -> None:
    kinds = [p.kind for p in meanings(text, role, TODAY)]
    assert len(kinds) == len(set(kinds))
