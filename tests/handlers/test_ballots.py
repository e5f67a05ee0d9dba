"""The decision page when an owner has spoken elsewhere, and when one quote is chosen among several (E-L22, E-L24)."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.work_package import WorkPackage
from chalicelib.handlers.pages import STATIC
from chalicelib.usecases.choose_quote import choose_quote
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed.cast import CLAIRE
from tests.handlers.decisions import AMOUNT, ANNE, GROSS, PAUL, Decision, Reader, put_to_owners, under_one_link
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


def two(house: House, *, alone: bool = False) -> Decision:
    """Two quotes under one link, put to both owners, or to one who owns the flat alone."""
    mandate = {"owner_ids": (ANNE,), "shares": (), "share_base": 0} if alone else {}
    return under_one_link(put_to_owners(house, quotes=2, **mandate))


def buttons(reader: Reader) -> list[str]:
    return re.findall(r'name="act" value="(\w+)"', reader.shown.text)


def test_an_owner_alone_refuses_one_quote_and_chooses_the_other(house: House) -> None:
    decision = two(house, alone=True)
    page = decision.page(ANNE)
    assert page.answer("refuse", document=decision.papers[0].id, reason="too_dear").status == 303
    assert {"accept", "refuse"} <= set(buttons(page))
    assert "refusé" in page.shown.words
    more = {"amount": str(decision.papers[1].gross_cents), "document": decision.papers[1].id}
    assert page.answer("accept", **more).status == 303
    assert [decision.document(p.id).status for p in decision.papers] == ["refused", "approved"]
    assert decision.ticket.state == "approved"


@pytest.mark.parametrize("alone", [True, False])
def test_none_of_these_quotes_refuses_all_of_them_at_once(house: House, alone: bool) -> None:
    """E-L22: or none. One act, one reason, one receipt."""
    decision = two(house, alone=alone)
    page = decision.page(ANNE)
    assert "Aucun de ces devis" in page.shown.words
    assert page.answer("refuse", document="none").status == 422
    assert page.answer("refuse", document="none", reason="later", comment="Au printemps.").status == 303
    votes = [decision.approval(at).vote_of(ANNE) for at in (0, 1)]
    assert [(v.choice, v.comment) for v in votes if v] == [("refuse", "Travaux à reporter. Au printemps.")] * 2
    assert decision.ticket.state == ("quoting" if alone else "awaiting_approval")


def test_a_choice_is_asked_for_in_words(house: House) -> None:
    decision = two(house)
    page = decision.page(ANNE)
    for act in ("accept", "refuse"):
        assert page.answer(act, document="", reason="too_dear").status == 422
        assert "Choisissez un devis." in page.shown.words
    assert page.answer("accept", document="none", **AMOUNT).status == 422
    assert not decision.approval(0).votes + decision.approval(1).votes


def test_taking_back_a_choice_takes_back_the_refusal_of_the_others(house: House) -> None:
    decision = two(house)
    page = decision.page(ANNE)
    page.answer("accept", document=decision.papers[1].id, amount=str(decision.papers[1].gross_cents))
    assert [v.choice for at in (0, 1) for v in decision.approval(at).votes] == ["refuse", "accept"]
    assert "Vous avez accepté" in page.shown.words
    assert page.answer("withdraw", sure="1").status == 303
    assert not decision.approval(0).votes + decision.approval(1).votes
    assert {"accept", "refuse"} <= set(buttons(page))


def test_one_refusal_among_several_may_be_taken_back_before_the_rest_is_answered(house: House) -> None:
    decision = two(house)
    page = decision.page(ANNE)
    page.answer("refuse", document=decision.papers[0].id, reason="too_dear")
    assert {"accept", "refuse", "withdraw"} <= set(buttons(page))
    assert page.answer("withdraw", sure="1").status == 303
    assert "withdraw" not in buttons(page)
    assert not decision.approval(0).votes


def test_a_page_of_several_quotes_is_light(house: House) -> None:
    """U-32."""
    decision = under_one_link(put_to_owners(house, quotes=5))
    page = decision.page(ANNE)
    page.answer("refuse", document=decision.papers[0].id, reason="too_dear")
    sent = (page.shown.text.encode(), (STATIC / "app.css").read_bytes(), (STATIC / "icon.svg").read_bytes())
    assert sum(len(gzip.compress(part, 6)) for part in sent) <= 15 * 1024


def in_lots(decision: Decision, lots: dict[int, str]) -> Decision:
    """The quotes at these places belong to trade packages of these names."""
    office, packages = decision.desk.office, {}
    for name in dict.fromkeys(lots.values()):
        packages[name] = WorkPackage(decision.number, f"lot-{len(packages)}", name, len(packages))
    papers = tuple(replace(decision.document(decision.papers[at].id), packages=(packages[name].id,))
                   for at, name in lots.items())
    office.books.commit(Change(added=tuple(packages.values()), changed=papers))
    return decision


def accepting(page: Reader, at: int = 0) -> str:
    """The form to accept, with what is beside it in its card."""
    return re.findall(r'<form[^>]*id="accepting\d*">.*?</form>', page.shown.text, re.S)[at]


def test_the_quote_the_agency_proposes_comes_first_and_one_tick_is_for_the_one_chosen(house: House) -> None:
    """D-18, D-25, E-L22: nothing is chosen in advance; the amount accepted is the one beside the quote picked."""
    decision = two(house)
    choose_quote(decision.desk.office, CLAIRE, decision.number, decision.papers[1].id, house.now)
    page = decision.page(ANNE)
    radios = re.findall(r'type="radio" name="document" form="accepting" value="([^"]+)"', page.shown.text)
    second = f"{decision.papers[1].id}:{decision.papers[1].gross_cents}"
    assert radios == [second, f"{decision.papers[0].id}:{GROSS}"]
    assert "2 devis au choix" in page.shown.words
    assert page.shown.words.index("proposé par l’agence") < page.shown.words.index("1 284,50")
    assert accepting(page).count('type="checkbox"') == 1
    assert "J’accepte le montant du devis choisi" in page.shown.words
    assert all(f"/pieces/{p.id}" in page.shown.text for p in decision.papers)
    assert page.answer("accept", document=second, amount="chosen").status == 303
    assert [v.choice for at in (0, 1) for v in decision.approval(at).votes] == ["refuse", "accept"]


def test_a_quote_whose_amount_is_no_longer_the_one_beside_it_is_not_accepted(house: House) -> None:
    decision = two(house)
    page = decision.page(ANNE)
    assert page.answer("accept", document=f"{decision.papers[1].id}:{GROSS}", amount="chosen").status == 422
    assert page.answer("accept", document=decision.papers[1].id, amount="chosen").status == 422
    assert page.answer("accept", document=f"{decision.papers[1].id}:{GROSS + 10_000}", amount="").status == 422
    assert not decision.approval(0).votes + decision.approval(1).votes


def test_a_tick_without_a_quote_stays_while_the_quote_is_asked_for(house: House) -> None:
    page = two(house).page(ANNE)
    assert page.answer("accept", amount="chosen", document="").status == 422
    assert "Choisissez un devis." in page.shown.words
    assert re.search(r'name="amount" value="chosen" required checked', page.shown.text)


def test_only_the_quote_that_takes_a_code_says_so(house: House) -> None:
    decision = under_one_link(put_to_owners(house, quotes=2, gross=495_000))
    words = decision.page(ANNE).shown.words
    assert words.count("avec un code envoyé à votre adresse") == 1
    assert words.index("4 950,00") < words.index("avec un code")


def test_quotes_of_different_lots_are_questions_apart(house: House) -> None:
    """D-1: each lot has a form of its own, under its name; to accept in one says nothing of the other."""
    decision = in_lots(under_one_link(put_to_owners(house, quotes=3)), {0: "Plomberie", 1: "Plomberie", 2: "Peinture"})
    page = decision.page(ANNE)
    assert "3 devis à valider" in page.shown.words
    assert page.shown.words.index("Plomberie") < page.shown.words.index("Peinture")
    assert ('value="chosen"' in accepting(page, 0), 'value="chosen"' in accepting(page, 1)) == (True, False)
    last = decision.papers[2]
    sent = {"document": last.id, "of": last.id, "amount": str(last.gross_cents)}
    assert page.answer("accept", **sent).status == 303
    assert [len(decision.approval(at).votes) for at in (0, 1, 2)] == [0, 0, 1]
    assert "2 devis au choix" in page.shown.words


def test_none_of_the_quotes_of_one_lot_leaves_the_other_lot_asked(house: House) -> None:
    """D-1, E-L22."""
    decision = in_lots(under_one_link(put_to_owners(house, quotes=3)), {0: "Plomberie", 1: "Plomberie", 2: "Peinture"})
    page = decision.page(ANNE)
    none = re.findall(r'value="(none[^"]*)"', page.shown.text)
    assert len(none) == 1, "one lot has one quote, which is refused by itself"
    assert "Aucun de ces devis Plomberie" in page.shown.words
    assert page.answer("refuse", document=none[0], reason="later").status == 303
    said = [bool(decision.approval(at).vote_of(ANNE)) for at in range(3)]
    assert said == [True, True, False]
    assert page.answer("refuse", document="none:elsewhere", reason="later").status == 404


def test_an_agreement_by_phone_that_settles_is_his_own_on_his_page(house: House) -> None:
    """E-L24: his word, its day and how it came."""
    decision = put_to_owners(house, owner_ids=(ANNE,), shares=(), share_base=0)
    by_phone(decision, ANNE)
    assert "Votre accord du 23 nov. 2026, par téléphone" in decision.page(ANNE).shown.words


def test_in_a_closed_round_nobody_is_still_expected_to_answer(house: House) -> None:
    decision = put_to_owners(house)
    form = StatusForm("s", -1, "approved", "phone", "Mme Lebrun est d’accord.")
    set_status(decision.desk.office, CLAIRE.name, decision.number, decision.paper.id, form, house.now)
    words = decision.page(PAUL).shown.words
    assert "n’a pas répondu" in words
    assert "n’a pas encore répondu" not in words
