"""A quote whose offer has passed: the manager reads it before the owner does (E-C7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import FiledFigure
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import House
from tests.handlers.test_documents import document


@pytest.mark.parametrize(("last", "passed"), [(date(2026, 6, 3), True), (date(2027, 6, 3), False)])
def test_an_expired_quote_is_said_and_the_letter_calls_it_valid_no_more(house: House, ours: Ids, last: date, *,
                                                                         passed: bool) -> None:
    quote = document(house, ours)
    figures = quote.figures | {"valid_until": FiledFigure(last, 1.0, "page 1", True)}
    house.desk(cast.RIVOLI).office.books.commit(Change(changed=(replace(quote, figures=figures),)))
    claire = house.signed_in(CLAIRE)
    letter = claire.get(f"/tickets/{ours.number}/ecrire/devis-proprietaire").words
    ticket = claire.get(f"/tickets/{ours.number}")
    assert ("Ce devis a expiré le 3 juin 2026" in letter) is passed
    assert ("valable jusqu’au" in letter) is not passed
    assert ("Expiré le 3 juin 2026" in ticket.words) is passed
    assert (">Relancer l’entreprise</a></p>" in ticket.text) is passed
