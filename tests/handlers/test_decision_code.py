"""The code of a large amount on the owner's page: another one can be asked for, within bounds (W-5)."""

from __future__ import annotations

from tests.handlers.decisions import AMOUNT, ANNE, Decision, Reader, put_to_owners
from tests.handlers.house import House


def waiting(house: House) -> tuple[Decision, Reader, dict[str, str]]:
    """Anne has accepted and is asked for the code."""
    decision = put_to_owners(house, gross=700_000)
    page = decision.page(ANNE)
    sent = {"amount": str(decision.paper.gross_cents)}
    page.answer("accept", **sent)
    return decision, page, sent


def test_another_code_may_be_asked_for_and_replaces_the_one_before(house: House) -> None:
    decision, page, sent = waiting(house)
    assert "Renvoyer un code" in page.shown.words
    before = decision.link(ANNE).code_hash
    assert page.answer("resend", wait=5, code="", **sent).status == 409
    assert "attendez deux minutes" in page.shown.words
    assert (decision.link(ANNE).code_hash, "Renvoyer un code" in page.shown.words) == (before, True)
    assert page.answer("resend", wait=130, code="", **sent).status == 200
    assert decision.link(ANNE).code_hash not in ("", before)
    assert not decision.approval().votes


def test_another_code_gives_no_more_tries(house: House) -> None:
    decision, page, sent = waiting(house)
    for _ in range(4):
        assert page.answer("accept", code="12", **sent).status == 422
    assert page.answer("resend", wait=130, code="", **sent).status == 200
    assert page.answer("accept", code="12", **sent).status == 409
    assert decision.link(ANNE).locked


def test_to_ask_for_a_code_is_no_answer(house: House) -> None:
    """Also where the amount takes none."""
    decision = put_to_owners(house)
    page = decision.page(ANNE)
    assert "Renvoyer un code" not in page.shown.words
    assert page.answer("resend", **AMOUNT).status == 409
    assert "ne demande pas de code" in page.shown.words
    assert not decision.approval().votes
