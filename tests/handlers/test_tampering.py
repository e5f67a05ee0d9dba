"""Another quote under the same link, another amount, a forwarded link, another purpose, one flipped byte, two
browsers, a vote at the second the new version arrives: each has its outcome (D-19, E-L2, E-L3, N-2, W-3, W-4)."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from email import message_from_bytes, policy
from urllib.parse import quote as quote_text

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import FiledFigure, file_key
from chalicelib.domain.errors import Conflict
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.replace_document import replace_document
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.decisions import AMOUNT, ANNE, GROSS, PAUL, Decision, Reader, put_to_owners, quote
from tests.handlers.filled import Ids, work
from tests.handlers.house import Browser, House


def superseded(decision: Decision, gross: int = GROSS + 12_000) -> str:
    """A new version of the quote takes the place of the one that was sent."""
    house, office = decision.house, decision.desk.office
    newer = quote(house, decision.number, "devis-v2", gross)
    replace_document(office, CLAIRE, decision.number, newer.id, decision.papers[0].id, house.now)
    return newer.id


def test_another_quote_under_the_same_link_is_not_what_was_shown(house: House) -> None:
    """A file replaced behind its name: refused, and said (F-7)."""
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    house.files.objects[file_key(cast.RIVOLI, decision.paper.sha256)] = (b"%PDF-1.7 another", "application/pdf")
    answer = reader.answer("accept", **AMOUNT)
    assert answer.status == 409
    assert "ne correspond plus" in answer.words
    assert not decision.approval().votes


def test_a_document_that_is_not_of_this_link_is_no_document(house: House, ours: Ids) -> None:
    decision = put_to_owners(house)
    for foreign in (ours.document, ours.held, ours.paper, "f" * 24, "../x"):
        assert decision.page(ANNE).answer("accept", document=foreign, **AMOUNT).status == 404
        address = f"/accord/{decision.token(ANNE)}/pieces/{quote_text(foreign, safe='')}"
        assert house.visitor().get(address).status == 404
    assert not decision.approval().votes


@pytest.mark.parametrize("amount", ["1", "128451", "0", "", "128450.0", "1284,50", "-128450", "128450 "])
def test_an_amount_other_than_the_one_shown_is_not_accepted(house: House, amount: str) -> None:
    decision = put_to_owners(house)
    assert decision.page(ANNE).answer("accept", amount=amount).status == 422
    assert not decision.approval().votes


def test_an_amount_corrected_after_the_link_was_sent_voids_it(house: House) -> None:
    """The manager reads the quote again: what the owner was shown is no longer what is there."""
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    figures = decision.paper.figures | {"gross_cents": FiledFigure(GROSS + 100, 1.0, "confirmed by Claire", True)}
    decision.desk.office.books.commit(Change(changed=(replace(decision.paper, figures=figures),)))
    answer = reader.answer("accept", amount=str(GROSS + 100))
    assert answer.status == 409
    assert "Le montant a changé" in answer.words
    assert not decision.approval().votes


def test_a_forwarded_link_shows_whose_voice_it_is_and_the_receipt_goes_to_the_owner(house: House) -> None:
    """E-L2: the page says it; whoever answers, the recorded address hears it at once."""
    decision = put_to_owners(house)
    stranger = decision.page(ANNE)
    assert "Vous répondez en tant que Mme Anne Lebrun" in stranger.shown.words
    stranger.answer("accept", **AMOUNT)
    house.later(minutes=1)
    work(decision.desk)
    told = {to: message_from_bytes(raw, policy=policy.default)["Subject"] for to, raw in house.mailer.sent}
    assert told["anne@lebrun.example"].startswith("Vous avez accepté")
    assert {v.party_id for v in decision.approval().votes} == {ANNE}


def test_asking_for_an_own_link_writes_to_the_recorded_address_only_and_once_in_ten_minutes(house: House) -> None:
    decision = put_to_owners(house)
    house.mailer.sent.clear()
    work(decision.desk)  # the first request is on its way to both owners
    house.mailer.sent.clear()
    path = f"/accord/{decision.token(ANNE)}"
    for _ in range(3):
        Reader(house, path).answer("renew", sure="1", email="evil@evil.example", delegate_email="evil@evil.example")
    house.later(minutes=1)
    work(decision.desk)
    assert [to for to, _ in house.mailer.sent] == ["anne@lebrun.example"]


def test_a_token_of_another_purpose_opens_nothing(house: House, ours: Ids) -> None:
    decision = put_to_owners(house)
    decided = decision.token(ANNE)
    secret = ours.token.rpartition(".")[2]
    for token in (ours.token, f"{cast.RIVOLI}.{secret}", ours.piece, f"{cast.RIVOLI}.{ours.document}"):
        answer = house.visitor().get(f"/accord/{token}")
        assert answer.status == 404, token
    sign_in = house.visitor()
    sign_in.get(f"/connexion/{decided}")
    assert sign_in.post(f"/connexion/{decided}").status == 403


def shown(house: House, token: str) -> str:
    """The page of this address, without the address."""
    answer = house.visitor().get(f"/accord/{quote_text(token, safe='')}")
    assert answer.status == 404, token
    return answer.without_proof().replace(token, "").replace(html.escape(token), "")


def test_one_flipped_byte_anywhere_in_the_token_is_the_same_neutral_page(house: House) -> None:
    """U-103: altered, unknown, of another agency: the same bytes."""
    decision = put_to_owners(house)
    token = decision.token(ANNE)
    unknown = (f"{cast.RIVOLI}.{'a' * 27}", f"{cast.VOLTAIRE}{token[len(cast.RIVOLI):]}", "nobody.nothing", "n" * 400)
    neutral = {shown(house, t) for t in unknown}
    for at in range(len(token)):
        flipped = token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1:]
        neutral.add(shown(house, flipped))
    assert len(neutral) == 1


def test_two_browsers_with_the_same_page_cast_one_vote(house: House) -> None:
    """E-L3, W-13: the second one is shown what is recorded."""
    decision = put_to_owners(house)
    phone, laptop = decision.page(ANNE), decision.page(ANNE)
    assert phone.answer("accept", **AMOUNT).status == 303
    late = laptop.answer("refuse", reason="too_dear")
    assert late.status == 409
    assert "était déjà enregistrée" in late.words
    assert [(v.party_id, v.choice) for v in decision.approval().votes] == [(ANNE, "accept")]


def test_the_same_form_posted_twice_and_the_back_button_are_one_vote(house: House) -> None:
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    fields = reader.fields() | {"act": "accept"} | AMOUNT
    proof = fields.pop("csrf")
    house.later(seconds=5)
    answers = [reader.browser.post(reader.path, fields, proof=proof) for _ in range(3)]
    assert [a.status for a in answers] == [303, 303, 303]
    other = reader.browser.post(reader.path, fields | {"comment": "autre chose"}, proof=proof)
    assert other.status == 409
    assert len(decision.approval().votes) == 1


def test_a_vote_at_the_second_the_new_version_arrives_decides_nothing(house: House) -> None:
    """E-C6, U-100: the page says it was replaced, with the difference; a new link leads on."""
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    newer = superseded(decision)
    answer = reader.answer("accept", **AMOUNT)
    assert answer.status == 409
    words = re.sub(r"[\u00a0\u202f]", " ", answer.words)
    assert "remplacé" in words
    assert "+120,00 €" in words
    assert decision.paper.status != "approved"
    assert decision.document(newer).status != "approved"


def test_the_new_version_wins_also_when_it_is_committed_between_reading_and_writing(house: House) -> None:
    decision = put_to_owners(house)
    link, office = decision.link(ANNE), decision.desk.office
    seen: list[int] = []

    def meanwhile(file: object) -> None:
        if not seen:
            seen.append(1)
            superseded(decision)

    with pytest.raises(Conflict):
        cast_vote(office, decision.number, Ballot("race", ANNE, ((decision.paper.id, "accept"),)), house.now, meanwhile)
    assert seen
    with pytest.raises(Conflict):
        answer_decision(office, link, Answer("n", "accept", decision.paper.id, str(GROSS)), house.now)


def test_a_link_dies_with_the_seat_of_its_owner(house: House) -> None:
    """W-4: remove the approver, and the address shows, but decides nothing."""
    decision = put_to_owners(house)
    reader = decision.page(PAUL)
    approval = decision.approval()
    alone = replace(approval, electors=tuple(e for e in approval.electors if e.party_id == ANNE))
    decision.desk.office.books.commit(Change(changed=(alone,)))
    assert reader.answer("accept", **AMOUNT).status == 403
    assert not decision.approval().votes


def test_an_expired_link_shows_what_stands_and_offers_a_new_one(house: House) -> None:
    """E-L14, U-99."""
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    house.later(days=14)
    shown = house.visitor().get(reader.path)
    assert "Lien expiré" in shown.words
    assert "Accepter" not in shown.words
    assert decision.page(ANNE).answer("renew", sure="1").status == 303
    house.later(minutes=1)
    work(decision.desk)
    assert decision.page(ANNE).answer("accept", **AMOUNT).status == 303


def test_a_delegate_answers_in_the_owners_name_and_the_owner_may_take_it_back(house: House) -> None:
    """U-88, U-102: a token of his own, one seat, one vote."""
    decision = put_to_owners(house)
    anne = decision.page(ANNE)
    assert anne.answer("delegate", delegate_name="Jean Lebrun", delegate_email="jean@lebrun.example").status == 303
    assert "Vous avez passé la main" in anne.shown.words
    house.later(minutes=1)
    work(decision.desk)
    raw = next(raw for to, raw in reversed(house.mailer.sent) if to == "jean@lebrun.example")
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert text is not None
    address = re.search(r"/accord/\S+", text.get_content())
    assert address is not None
    jean = Browser(house, home=address[0])
    page = jean.get(address[0])
    assert "en tant que Jean Lebrun, au nom de Mme Anne Lebrun" in page.words
    fields = page.form(address[0]) | {"act": "accept"} | AMOUNT
    house.later(seconds=5)
    assert jean.post(address[0], fields, proof=fields.pop("csrf")).status == 303
    vote = decision.approval().vote_of(ANNE)
    assert vote is not None
    assert vote.by == "Jean Lebrun"
    assert decision.page(ANNE).answer("withdraw", sure="1").status == 303, "it is still her voice"
    assert not decision.approval().votes


def test_a_link_that_is_dead_takes_no_vote_back(house: House) -> None:
    """A page opened before keeps its form; the link behind it does not keep its rights (W-4)."""
    decision = put_to_owners(house)
    decision.page(ANNE).answer("accept", **AMOUNT)
    reader = decision.page(ANNE)
    dead = replace(decision.link(ANNE), revoked="taken_back")
    decision.desk.office.books.commit(Change(changed=(dead,)))
    assert reader.answer("withdraw", sure="1").status == 409
    assert [v.party_id for v in decision.approval().votes] == [ANNE]
