"""The decision page when an owner has spoken elsewhere, and when one quote is chosen among several (E-L22, E-L24)."""

from __future__ import annotations

from chalicelib.domain.calendar import paris_day
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from infra.seed.cast import CLAIRE
from tests.handlers.decisions import AMOUNT, ANNE, PAUL, Decision, put_to_owners
from tests.handlers.house import House


def by_phone(decision: Decision, who: str, outcome: str = "accept") -> None:
    now = decision.house.now
    form = AgreementForm(f"word-{who}", outcome, who, "phone", paris_day(now).isoformat(), "", "C’est d’accord")
    record_agreement(decision.desk.office, CLAIRE, decision.number, decision.papers[0].id, form, now)


def test_a_word_shows_on_every_page_as_a_word_and_may_be_put_right(house: House) -> None:
    decision = put_to_owners(house)
    by_phone(decision, ANNE)
    assert "Mme Anne Lebrun 2/3 accord recueilli par Claire Dumas, par téléphone" in decision.page(PAUL).shown.words
    own = decision.page(ANNE)
    assert "L’agence a noté votre accord, par téléphone" in own.shown.words
    desk = house.signed_in(CLAIRE)
    for path in (f"/tickets/{decision.number}",
                 f"/tickets/{decision.number}/pieces/{decision.papers[0].id}/historique"):
        assert "accord recueilli par Claire Dumas, par téléphone" in desk.get(path).words
    assert own.answer("refuse", reason="other").status == 303
    assert "Vous avez refusé" in own.shown.words
    assert decision.approval().words == ()


def test_the_vote_that_follows_a_word_settles_the_round(house: House) -> None:
    decision = put_to_owners(house)
    by_phone(decision, ANNE)
    page = decision.page(PAUL)
    assert page.answer("accept", **AMOUNT).status == 303
    assert decision.ticket.state == "approved"
    assert "Accord enregistré" in page.shown.words
