"""What a decider's address still shows once nothing is asked behind it: the outcome, or a courteous sentence (D-19,
W-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.usecases.follow_mandate import with_unit
from chalicelib.usecases.people_of_unit import people_of_unit
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.decisions import AMOUNT, ANNE, GROSS, PAUL, Decision, put_to_owners, quote
from tests.handlers.house import House

DESCRIPTION = "Plus d’eau chaude."


def piece(decision: Decision, who: str) -> int:
    path = f"/accord/{decision.token(who)}/pieces/{decision.paper.id}"
    return decision.house.visitor().get(path).status


def both_accept(decision: Decision) -> None:
    for who in (ANNE, PAUL):
        decision.page(who).answer("accept", **AMOUNT)


def decided(decision: Decision) -> None:
    both_accept(decision)
    decision.house.later(hours=1)


def expired(decision: Decision) -> None:
    decision.house.later(days=15)


def replaced(decision: Decision) -> None:
    newer = quote(decision.house, decision.number, "devis-v2", GROSS + 12_000)
    replace_document(decision.desk.office, CLAIRE, decision.number, newer.id, decision.papers[0].id, decision.house.now)


def cancelled(decision: Decision) -> None:
    set_aside_ticket(decision.desk.office, CLAIRE, decision.number, "cancelled", "c", "Vendu", decision.house.now)


@pytest.mark.parametrize(("end", "said"), [
    (decided, "Décision prise"), (expired, "Lien expiré"), (replaced, "Il a été remplacé"),
    (cancelled, "Dossier annulé")])
def test_afterwards_the_address_shows_the_outcome_and_no_document(
        house: House, end: Callable[[Decision], None], said: str) -> None:
    decision = put_to_owners(house)
    path = f"/accord/{decision.token(ANNE)}"
    assert (piece(decision, ANNE), DESCRIPTION in house.visitor().get(path).words) == (302, True)
    end(decision)
    shown = house.visitor().get(path)
    assert shown.status == 200
    assert said in shown.words
    assert DESCRIPTION not in shown.words
    assert "devis-0.pdf" not in shown.words
    assert "/pieces/" not in shown.text
    assert "preview/1.webp" not in shown.text
    assert house.visitor().get(f"{path}/pieces/{decision.papers[0].id}").status == 404


def test_while_the_agreement_cools_he_still_reads_what_he_accepted(house: House) -> None:
    decision = put_to_owners(house)
    both_accept(decision)
    assert piece(decision, ANNE) == 302
    assert "devis-0.pdf" in house.visitor().get(f"/accord/{decision.token(ANNE)}").words


def owners_are(decision: Decision, *owners: str) -> None:
    """The contract names these owners from now on, and the open vote follows."""
    office, place = decision.desk.office, cast.PLACES[cast.RIVOLI]
    found = office.directory.unit(place)
    assert found is not None
    office.books.commit(Change(changed=(replace(found[2][0], owner_ids=owners, shares=(), share_base=0),)))
    people, file = people_of_unit(office, place, decision.house.now.date()), office.tickets.file(decision.number)
    assert people is not None
    assert file is not None
    office.books.commit(with_unit(office, file, people, "Claire", f"now-{file.ticket.version}",
                                   decision.house.now))


def test_a_removed_approver_reads_one_sentence_and_opens_nothing(house: House) -> None:
    decision = put_to_owners(house)
    reader, link = decision.page(PAUL), decision.link(PAUL)
    owners_are(decision, ANNE)
    (kept,) = decision.desk.office.directory.held([("decision", link.token_hash)]).values()
    assert kept.revoked == "left"
    shown = reader.browser.get(reader.path)
    assert "L’agence n’attend plus de décision de vous sur ce document." in shown.words
    for word in (DESCRIPTION, "1 284,50", "devis-0.pdf", "Mme Anne Lebrun", "Chauffe-eau"):
        assert word not in shown.words.replace("\u202f", " ").replace("\xa0", " ")
    assert reader.browser.get(f"{reader.path}/pieces/{decision.paper.id}").status == 404
    both = decision.page(ANNE).answer("accept", **AMOUNT)
    assert both.status == 303
    assert "1 284,50" not in reader.browser.get(reader.path).words.replace("\u202f", " "), "nor the outcome"


def test_who_passed_his_decision_on_takes_his_delegate_along(house: House) -> None:
    decision = put_to_owners(house)
    decision.page(PAUL).answer("delegate", delegate_name="Jean Lebrun", delegate_email="jean@lebrun.example")
    passed = decision.link(PAUL).delegate_link
    owners_are(decision, ANNE)
    (theirs,) = decision.desk.office.directory.held([("decision", passed)]).values()
    assert theirs.revoked == "left"


def test_who_comes_back_gets_a_link_that_works(house: House) -> None:
    decision = put_to_owners(house)
    old = decision.token(PAUL)
    for _ in range(2):
        owners_are(decision, ANNE)
        owners_are(decision, ANNE, PAUL)
    assert decision.token(PAUL) != old
    assert decision.page(PAUL).answer("accept", **AMOUNT).status == 303
