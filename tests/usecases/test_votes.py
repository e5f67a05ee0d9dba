"""Votes from the link to the outcome: counted once, settled by the rule, told to those concerned (D-7 to D-14)."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from chalicelib.domain.access_link import digest
from chalicelib.domain.errors import Conflict, Invalid, NotAllowed
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.cancel_decision import cancel_decision, object_to_decision
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.decision_links import token_of
from chalicelib.usecases.edit_ticket import EditForm, edit_ticket
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.withdraw_vote import withdraw_vote
from infra.seed import cast
from tests.builders.decisions import accept, link_of, refuse, shared
from tests.builders.files import act, file_at, quote
from tests.builders.story import address_of, arrive, mail
from tests.fakes.office import World


def test_each_owner_has_a_link_of_his_own_kept_as_a_hash() -> None:
    world = World()
    number, paper = shared(world)
    approval = world.file(number).approval(paper.id)
    assert approval is not None
    assert {e.party_id: e.part.as_integer_ratio() for e in approval.electors} == {"durand": (1, 3), "garnier": (2, 3)}
    assert set(dict(approval.asked)) == {"durand", "garnier"}
    token = token_of(world.office, dict(approval.asked)["durand"])
    stored = repr(world.table.items)
    assert digest(token) in stored
    assert token not in stored


def test_all_must_agree_and_the_order_does_not_matter() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, "durand")
    assert world.ticket(number).state == "awaiting_approval"
    accept(world, number, paper, "garnier")
    file = world.file(number)
    assert file.ticket.state == "approved"
    found, approval = file.document(paper.id), file.approval(paper.id)
    assert found is not None
    assert approval is not None
    assert (found.status, approval.state, approval.outcome) == ("approved", "settled", "accepted")
    assert approval.cooling_until == world.now + timedelta(minutes=15)
    assert file.ticket.amount_cents == paper.gross_cents
    lines = [e.what for e in world.office.tickets.paper_trail(number, paper.id)]
    assert lines == ["status_in_approval", "vote_accept", "vote_accept", "status_approved"]


def test_a_first_refusal_stops_nobody_and_mixed_votes_are_for_the_manager() -> None:
    world = World()
    number, paper = shared(world)
    refuse(world, number, paper, "durand")
    assert world.file(number).approvals[-1].outcome == "open"
    accept(world, number, paper, "garnier")
    file = world.file(number)
    assert file.approvals[-1].outcome == "split"
    assert file.document(paper.id).status == "in_approval"  # type: ignore[union-attr]
    assert file.ticket.tasks == ("split_votes",)


def test_all_refusals_take_the_file_back_to_quotes() -> None:
    world = World()
    number, paper = shared(world)
    refuse(world, number, paper, "durand")
    refuse(world, number, paper, "garnier")
    file = world.file(number)
    assert file.ticket.state == "quoting"
    assert file.document(paper.id).status == "refused"  # type: ignore[union-attr]
    assert "owner_refused" in file.ticket.tasks


def test_the_same_form_twice_is_one_vote_and_another_answer_needs_a_withdrawal() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, "durand", "form")
    accept(world, number, paper, "durand", "form")
    assert len(world.file(number).approvals[-1].votes) == 1
    with pytest.raises(Conflict, match="already_voted"):
        refuse(world, number, paper, "durand")
    withdraw_vote(world.office, number, [paper.id], "durand", "w", world.now)
    refuse(world, number, paper, "durand")
    assert [v.choice for v in world.file(number).approvals[-1].votes] == ["refuse"]


def test_nothing_is_accepted_without_the_amount_ticked_nor_refused_without_a_reason() -> None:
    world = World()
    number, paper = shared(world)
    link = link_of(world, number, "durand")
    with pytest.raises(Invalid):
        answer_decision(world.office, link, Answer("n", "accept", paper.id), world.now)
    with pytest.raises(Invalid):
        answer_decision(world.office, link, Answer("n", "accept", paper.id, amount="100"), world.now)
    with pytest.raises(Invalid):
        answer_decision(world.office, link, Answer("n", "refuse", paper.id), world.now)
    assert not world.file(number).approvals[-1].votes


def test_words_and_funding_given_with_a_vote_stay_with_it() -> None:
    """S-23, S-25: who, what, when, on which version, and what he said."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, "durand", comment="Avant Noël, s’il vous plaît.", funding="fund_call")
    (vote,) = world.file(number).approvals[-1].votes
    assert (vote.comment, vote.funding, vote.at) == ("Avant Noël, s’il vous plaît.", "fund_call", world.now)
    line = world.office.tickets.paper_trail(number, paper.id)[-1]
    assert (line.what, line.who, line.party_id, line.at) == ("vote_accept", "M. Paul Durand", "durand", world.now)
    assert line.facts == {"edition": 1, "sha256": paper.sha256, "gross_cents": 128_450, "share": "1/3",
                          "comment": "Avant Noël, s’il vous plaît.", "funding": "fund_call"}


def test_who_is_no_decider_does_not_count() -> None:
    world = World()
    number, paper = shared(world)
    with pytest.raises(NotAllowed):
        cast_vote(world.office, number, Ballot("x", "petit", ((paper.id, "accept"),)), world.now)


def test_an_acceptance_is_cancelled_while_it_cools_and_becomes_an_objection_after() -> None:
    """D-14, E-L10."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, "durand")
    accept(world, number, paper, "garnier")
    link = link_of(world, number, "garnier")
    world.later(minutes=14, seconds=59)
    cancel_decision(world.office, link, paper.id, "c", world.now)
    cancel_decision(world.office, link, paper.id, "c", world.now)
    file = world.file(number)
    assert file.ticket.state == "awaiting_approval"
    assert [v.party_id for v in file.approvals[-1].votes] == ["durand"]
    accept(world, number, paper, "garnier", "again")
    world.later(minutes=15)
    with pytest.raises(Conflict, match="too_late"):
        cancel_decision(world.office, link, paper.id, "c2", world.now)
    object_to_decision(world.office, link, paper.id, "J’ai changé d’avis.", "o", world.now)
    assert world.ticket(number).state == "approved"
    assert "objection" in world.ticket(number).tasks


def test_everybody_concerned_hears_of_it_once() -> None:
    """S-05, D-14: a receipt to who acted, the news to the manager and to the other owner."""
    world = World()
    number, paper = shared(world)
    world.queues.waiting.clear()
    accept(world, number, paper, "durand")
    assert _sent(world) == ["decision_receipt"]
    accept(world, number, paper, "garnier")
    assert sorted(_sent(world)) == ["decision_news", "decision_outcome", "decision_receipt"]


def _sent(world: World) -> list[str]:
    found = []
    world.later(minutes=1)
    for _, mail_id in [w for w in world.queues.waiting if w[0] == "mail"]:
        mail = world.office.mailbox.outgoing(mail_id)
        assert mail is not None
        assert send_mail(world.office, mail_id, world.now) == "sent"
        found.append(mail.template)
    world.queues.waiting.clear()
    return found


def test_a_large_amount_takes_a_code_from_the_mailbox() -> None:
    """W-5: ten minutes, once, bound to this link; five wrong ones lock it."""
    world = World()
    number = file_at(world, "quoting")
    paper = quote(world, number, gross=700_000, vat=63_636)
    act(world, number, "quote_to_owner", document_ids=(paper.id,))
    assert accept(world, number, paper, "garnier") == "code_sent"
    mail = next(m for k, m in world.queues.waiting[::-1] if k == "mail")
    world.later(minutes=1)
    send_mail(world.office, mail, world.now)
    code = message_from_bytes(world.mailer.sent[-1][1], policy=policy.default)["Subject"][:6]
    assert accept(world, number, paper, "garnier", code="000000" if code != "000000" else "000001") == "code_wrong"
    assert accept(world, number, paper, "garnier", code=f"{code[:3]} {code[3:]}") == "done"
    assert world.ticket(number).state == "approved"
    assert code not in repr(world.table.items)


def test_five_wrong_codes_lock_the_link() -> None:
    world = World()
    number = file_at(world, "quoting")
    paper = quote(world, number, gross=700_000, vat=63_636)
    act(world, number, "quote_to_owner", document_ids=(paper.id,))
    accept(world, number, paper, "garnier")
    for _ in range(4):
        assert accept(world, number, paper, "garnier", code="12") == "code_wrong"
    with pytest.raises(Conflict, match="link_locked"):
        accept(world, number, paper, "garnier", code="12")
    with pytest.raises(Conflict, match="link_locked"):
        accept(world, number, paper, "garnier")
    assert world.ticket(number).state == "awaiting_approval"
    assert cast.CLAIRE.email not in repr(world.mailer.sent)


def test_a_reply_that_quotes_the_mail_does_not_show_the_owners_link_to_the_office() -> None:
    world = World()
    number, _ = shared(world)
    talk = world.file(number).conversation("garnier")
    assert talk is not None
    address = f"http://127.0.0.1:8000/accord/rivoli.{token_of(world.office, link_of(world, number, 'garnier').mail_id)}"
    raw = mail("helene.garnier@courriel.example", address_of(talk), "Re: Devis à valider",
               f"Quand viennent-ils ?\n\n> Voir le devis et décider : {address}\n", message_id="<r@courriel.example>",
               html=f'<p>Quand ?</p><a href="{address}">Voir</a>')
    assert arrive(world, raw, address_of(talk)).state == "filed"
    token = address.rpartition(".")[2]
    assert token not in repr(world.table.items)
    assert all(token not in content.decode("utf-8", "replace") for content, _ in world.files.objects.values())


def test_an_agreement_recorded_in_modifier_freezes_the_vote_and_is_in_the_history() -> None:
    """D-10: never written as anybody's vote."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, "durand")
    form = EditForm("edit", {}, {"state": "approved"}, "Accord donné au téléphone")
    edit_ticket(world.office, cast.CLAIRE, number, form, world.now)
    file = world.file(number)
    assert (file.ticket.state, file.approvals[-1].state) == ("approved", "closed")
    assert [v.party_id for v in file.approvals[-1].votes] == ["durand"]
    line = world.office.tickets.paper_trail(number, paper.id)[-1]
    assert (line.what, line.who, line.facts["note"]) == ("status_approved", "Claire Dumas", "Accord donné au téléphone")
