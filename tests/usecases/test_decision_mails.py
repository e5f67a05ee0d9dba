"""Every act of a decision has its words in both languages, and a mail that cannot be built holds up no other (U-60)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.decision import unmoved
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.usecases import outbound_spec
from chalicelib.usecases.decision_news import HEARD_AT_ONCE, Act, OtherAct, OwnAct, told
from chalicelib.usecases.delegate_decision import Delegate, delegate_decision, take_delegation_back
from chalicelib.usecases.send_mail import BUILT_IN_TRIES
from infra.seed import cast
from tests.builders.decisions import DURAND, accept, document_of, link_of, shared
from tests.builders.files import act, quote, save
from tests.builders.reminders import text_of
from tests.builders.story import leak
from tests.builders.worker import settle, work
from tests.fakes.office import World
from tests.usecases.test_co_owners import change, sent_to

PAUL, CLAIRE = "paul.durand@courriel.example", cast.CLAIRE.email


def mails(world: World, *templates: str) -> list[OutgoingMail]:
    return [m for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template in templates]


def large(world: World) -> int:
    """A quote that takes a code, put to the two owners of quai Voltaire."""
    number = leak(world)
    save(world, replace(world.ticket(number), unit_id="voltaire12", owner_ids=("durand", "garnier"),
                        priority="normal"))
    act(world, number, "mission", party_id="marchal")
    act(world, number, "quote_to_owner", document_ids=(quote(world, number, gross=900_000).id,))
    settle(world)
    return number


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("what", [*get_args(OwnAct), *get_args(OtherAct)])
def test_every_act_is_told_in_words(what: Any, language: str) -> None:
    world = World()
    number, paper = shared(world)
    change(world, DURAND, language=language)
    world.office.books.commit(Change(changed=(replace(cast.CLAIRE, language=language),)))
    settle(world)
    own = what in get_args(OwnAct)
    file = world.file(number)
    news = told(world.office, file, unmoved(file),
                Act(what, paper.id, "n", world.now, DURAND if own else "", "Marc" if own else ""))
    world.office.books.commit(news)
    settle(world)
    assert {world.office.mailbox.outgoing(m.id).state for m in news.mails} <= {"sent"}  # type: ignore[union-attr]
    assert len(news.mails) == own + (what in HEARD_AT_ONCE)
    assert not own or sent_to(world, PAUL)[-1]["Subject"]


def test_a_locked_link_is_told_to_the_owner_and_to_the_manager() -> None:
    """W-5: five wrong codes, by whoever found the page, are nobody's decision; the manager must know."""
    world = World()
    number = large(world)
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    accept(world, number, paper, DURAND)
    for n in range(4):
        assert accept(world, number, paper, DURAND, nonce=f"k{n}", code="12") == "code_wrong"
    with pytest.raises(Conflict, match="link_locked"):
        accept(world, number, paper, DURAND, nonce="k5", code="12")
    settle(world)
    told_owner, told_manager = sent_to(world, PAUL)[-1], sent_to(world, CLAIRE)[-1]
    assert told_owner["Subject"].startswith("Votre lien est bloqué")
    assert "Personne n’a décidé en votre nom" in text_of(told_owner)
    assert "/accord/" not in text_of(told_owner)
    assert told_manager["Subject"].startswith("Lien bloqué")


def test_a_delegation_taken_back_is_told_to_both_and_later_mails_leave() -> None:
    """U-88: the file's other mails go on."""
    world = World()
    number, _ = shared(world)
    delegate_decision(world.office, link_of(world, number, DURAND), Delegate("d", "Marc Petit", "marc@cousin.example"),
                      world.now)
    settle(world)
    take_delegation_back(world.office, link_of(world, number, DURAND), "b", world.now)
    act(world, number, "inform_tenant", "after")
    settle(world)
    assert "Marc Petit" in text_of(sent_to(world, PAUL)[-1])
    assert "Vous avez écrit" not in text_of(sent_to(world, PAUL)[-1])
    assert sent_to(world, CLAIRE)[-1]["Subject"].startswith("Le propriétaire reprend la main")
    assert {m.state for m in mails(world, "decision_receipt", "decision_news", "inform_tenant")} == {"sent"}


def broken(world: World, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]) -> None:
    real = outbound_spec.decision_spec

    def spec(office: Any, mail: OutgoingMail, *rest: Any) -> Any:
        if mail.template == "decision_receipt":
            raise mistake("words are missing")
        return real(office, mail, *rest)
    monkeypatch.setattr(outbound_spec, "decision_spec", spec)


def test_a_mail_that_cannot_be_built_is_given_up_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """U-60: a mistake of ours is a task of the file after a few tries, not a mail that waits for ever."""
    world = World()
    number, paper = shared(world)
    settle(world)
    broken(world, monkeypatch, LookupError)
    accept(world, number, document_of(world, number, paper), DURAND)
    after = act(world, number, "inform_tenant", "after")
    seen = 0
    for _ in range(30):
        world.later(minutes=1)
        world.queues.waiting.extend(("mail", m.id) for m in mails(world, "decision_receipt", "inform_tenant"))
        try:
            work(world)
        except LookupError:
            seen += 1
    (receipt,) = mails(world, "decision_receipt")
    assert (receipt.state, receipt.attempts, seen) == ("failed", BUILT_IN_TRIES, BUILT_IN_TRIES - 1)
    assert receipt.failure == "not_built: LookupError"
    assert "undelivered" in world.ticket(number).tasks
    assert world.office.mailbox.outgoing(after).state == "sent"  # type: ignore[union-attr]


def test_an_outage_is_not_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not answer costs a mail time, never its place."""
    world = World()
    number, paper = shared(world)
    settle(world)
    broken(world, monkeypatch, ConnectionError)
    accept(world, number, document_of(world, number, paper), DURAND)
    for _ in range(10):
        world.later(minutes=6)
        world.queues.waiting.extend(("mail", m.id) for m in mails(world, "decision_receipt"))
        with pytest.raises(ConnectionError):
            work(world)
    monkeypatch.undo()
    settle(world)
    assert [m.state for m in mails(world, "decision_receipt")] == ["sent"]
