"""An owner is deceased or under guardianship: nothing is asked of him and nothing decided for him (E-L12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.capacity_form import shown as marks_of
from chalicelib.domain.contact_form import shown
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.party import Party
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.answer_decision import Answer, answer_decision, withdraw_answer
from chalicelib.usecases.cancel_decision import cancel_decision
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.decision_links import find_link, token_of
from chalicelib.usecases.edit_party import edit_party
from chalicelib.usecases.give_directions import Directions, give_directions
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.renew_link import renew_link
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, link_of, shared
from tests.builders.files import act, file_at, quote
from tests.builders.reminders import at, reminders_to
from tests.builders.story import leak
from tests.builders.worker import settle, work
from tests.fakes.office import World
from tests.usecases.test_deadline import SMITH, contract, thirds

HELENE = "helene.garnier@courriel.example"


def person(world: World, party_id: str) -> Party:
    found = world.office.directory.parties(party_id)[0]
    assert found is not None
    return found


def saved(world: World, party_id: str, **typed: str) -> None:
    """The form of the contact, saved by Claire; its job is not done yet."""
    known = person(world, party_id)
    texts = shown(known) | marks_of(known) | typed
    edit_party(world.office, cast.CLAIRE, party_id, texts, known.version, world.now)


def dead(world: World, party_id: str = GARNIER) -> None:
    saved(world, party_id, incapable="deceased", incapable_since="2026-11-02", incapable_note="Avis du notaire.")


def marked(world: World, party_id: str = GARNIER) -> None:
    dead(world, party_id)
    work(world)


def lines(world: World, number: int, what: str) -> list[TimelineEntry]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry) and e.what == what]


def letters_to(world: World, party_id: str) -> list[OutgoingMail]:
    return [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.party_id == party_id]


def test_the_contact_says_who_marked_it_since_when_and_why() -> None:
    world = World()
    dead(world)
    mark = person(world, GARNIER).incapacity
    assert mark is not None
    assert (mark.kind, mark.since, mark.note, mark.who) == (
        "deceased", date(2026, 11, 2), "Avis du notaire.", cast.CLAIRE.name)
    version = person(world, GARNIER).version
    saved(world, GARNIER)
    assert person(world, GARNIER).version == version, "the same form again changes nothing"
    saved(world, GARNIER, incapable="")
    assert [m.kind for m in person(world, GARNIER).capacity] == ["deceased", ""], "what was noted stays in the history"


@pytest.mark.parametrize(("typed", "field"), [
    ({"incapable": "asleep"}, "incapable"), ({"incapable_since": "2027-01-01"}, "incapable_since"),
    ({"representative": "Me Aubert"}, "representative")])
def test_a_mark_that_makes_no_sense_is_refused(typed: dict[str, str], field: str) -> None:
    world = World()
    with pytest.raises(Invalid) as refused:
        saved(world, GARNIER, **{"incapable": "guardianship", **typed})
    assert [f.field for f in refused.value.faults] == [field]


def test_only_an_owner_is_marked() -> None:
    world = World()
    saved(world, "marchal", incapable="deceased")
    assert person(world, "marchal").can_decide


def test_each_open_file_has_the_task_and_one_line_and_twice_is_once() -> None:
    world = World()
    number, _ = shared(world)
    other = file_at(world, "qualified")
    dead(world)
    jobs = [entry for entry in world.queues.waiting if entry[0] == "job"]
    work(world)
    world.queues.waiting += jobs
    work(world)
    assert world.ticket(number).tasks.count("no_capacity") == 1
    (line,) = lines(world, number, "no_capacity")
    assert (line.facts["to"], line.facts["user"]) == ("Mme Hélène Garnier", cast.CLAIRE.name)
    mine = GARNIER in world.ticket(other).owner_ids
    assert ("no_capacity" in world.ticket(other).tasks) is mine
    assert len(lines(world, other, "no_capacity")) == mine


def test_a_file_opened_afterwards_knows_it_from_the_start() -> None:
    world = World()
    marked(world)
    number = leak(world)
    owners = world.ticket(number).owner_ids
    assert ("no_capacity" in world.ticket(number).tasks) is (GARNIER in owners)
    assert world.ticket(number).unable == tuple(i for i in owners if i == GARNIER)


def test_a_link_already_sent_answers_nothing_any_more() -> None:
    """Also in the moment before the files have followed, and for all it could do."""
    world = World()
    number, paper = shared(world)
    link = link_of(world, number, GARNIER)

    def refused(act: Callable[[], object]) -> None:
        with pytest.raises(Conflict) as said:
            act()
        assert said.value.code == "no_capacity"

    def everything(held: DecisionLink) -> None:
        yes = Answer("n1", "accept", paper.id, str(paper.gross_cents))
        refused(lambda: answer_decision(world.office, held, yes, world.now))
        refused(lambda: cast_vote(world.office, number, Ballot("n2", GARNIER, ((paper.id, "accept"),)), world.now))
        asks = Directions("n3", paper.id, "question", "Pourquoi ?")
        refused(lambda: give_directions(world.office, held, asks, world.now))
        refused(lambda: withdraw_answer(world.office, held, paper.id, "n4", world.now))
        refused(lambda: cancel_decision(world.office, held, paper.id, "n5", world.now))

    dead(world)
    everything(link)
    work(world)
    followed = find_link(world.office, token_of(world.office, link.mail_id))
    assert followed is not None
    everything(followed)
    assert followed.revoked == "no_capacity"
    with pytest.raises(Conflict):
        renew_link(world.office, followed, world.now)


def test_no_link_no_letter_and_no_receipt_is_sent_to_him_while_he_is_marked() -> None:
    world = World()
    number, paper = shared(world)
    marked(world)
    before = len(letters_to(world, GARNIER))
    request_approval(world.office, cast.CLAIRE, number, paper.id, "again", world.now)
    act(world, number, "quote_to_owner", nonce="letter", document_ids=(paper.id,))
    accept(world, number, paper, DURAND)
    record_agreement(world.office, cast.CLAIRE, number, paper.id, word("n1", representative="Me Aubert"), world.now)
    settle(world)
    assert len(letters_to(world, GARNIER)) == before


def test_he_is_not_reminded_and_the_others_are() -> None:
    world = World()
    shared(world)
    settle(world)
    marked(world)
    for day in range(24, 31):
        at(world, day, 10)
    assert reminders_to(world, HELENE) == []
    assert reminders_to(world, "paul.durand@courriel.example")


def test_unanimity_waits_for_the_manager_and_he_still_counts() -> None:
    world = World()
    number, paper = shared(world)
    marked(world)
    accept(world, number, paper, DURAND)
    approval = world.file(number).approval(paper.id)
    assert approval is not None
    assert (approval.state, [e.party_id for e in approval.electors]) == ("open", [DURAND, GARNIER])
    assert world.ticket(number).state == "awaiting_approval"


def test_two_thirds_settle_nothing_at_the_deadline_without_him() -> None:
    """Two of three accept: at the deadline they would decide without the silent one."""
    world = World()
    number, paper = thirds(world)
    marked(world, SMITH)
    accept(world, number, paper, DURAND)
    accept(world, number, paper, GARNIER)
    world.later(days=14, hours=1)
    sweep(world.office, world.now)
    approval = world.file(number).approval(paper.id)
    assert approval is not None
    assert (approval.deadline_passed, approval.outcome, approval.state) == (True, "open", "open")
    assert "no_capacity" in world.ticket(number).tasks


def test_any_one_may_be_decided_by_the_others() -> None:
    world = World()
    number, paper = shared(world)
    contract(world, "any_one", DURAND, GARNIER)
    marked(world)
    accept(world, number, paper, DURAND)
    assert world.ticket(number).state == "approved"


def word(nonce: str, **changes: str) -> AgreementForm:
    form = AgreementForm(nonce, "accept", GARNIER, "phone", "2026-11-23", "09:30", "Je suis sa tutrice, c’est oui.")
    return replace(form, **changes)  # type: ignore[arg-type]


def test_a_manager_records_the_word_of_the_legal_representative_with_his_name() -> None:
    world = World()
    number, paper = shared(world)
    marked(world)
    accept(world, number, paper, DURAND)
    with pytest.raises(Invalid) as refused:
        record_agreement(world.office, cast.CLAIRE, number, paper.id, word("n1"), world.now)
    assert [f.field for f in refused.value.faults] == ["representative"]
    record_agreement(world.office, cast.CLAIRE, number, paper.id, word("n2", representative="Me Aubert"), world.now)
    assert world.ticket(number).state == "approved"
    told = [e.facts for e in world.office.tickets.paper_trail(number, paper.id) if e.what == "agreement_recorded"]
    assert [(f["by"], f["source"], f["name"]) for f in told] == [("Me Aubert", "phone", "Mme Hélène Garnier")]


def asked_again(world: World, number: int, paper: Document) -> None:
    work(world)
    assert GARNIER in dict(world.file(number).approvals[-1].asked)
    assert world.ticket(number).unable == ()
    assert "no_capacity" not in world.ticket(number).tasks
    assert len(lines(world, number, "capacity_back")) == 1
    accept(world, number, paper, GARNIER)
    accept(world, number, paper, DURAND)
    assert world.ticket(number).state == "approved"


def test_lifting_the_mark_sends_him_a_link_again() -> None:
    world = World()
    number, paper = shared(world)
    marked(world)
    saved(world, GARNIER, incapable="")
    asked_again(world, number, paper)


def test_naming_the_representative_with_his_address_resumes_links_there() -> None:
    world = World()
    number, paper = shared(world)
    old = link_of(world, number, GARNIER)
    marked(world)
    saved(world, GARNIER, representative="Me Aubert", emails="aubert@tutelle.example")
    world.later(minutes=1)
    work(world)
    assert letters_to(world, GARNIER)[-1].to_email == "aubert@tutelle.example"
    gone = find_link(world.office, token_of(world.office, old.mail_id))
    assert gone is not None
    assert gone.revoked, "what lies in the old mailbox stays dead"
    asked_again(world, number, paper)


def test_the_only_owner_gets_no_quote_and_the_composer_says_why() -> None:
    world = World()
    number = file_at(world, "quoted")
    owner = world.ticket(number).owner_ids[0]
    marked(world, owner)
    with pytest.raises(Invalid) as refused:
        act(world, number, "quote_to_owner")
    assert [f.code for f in refused.value.faults] == ["no_capacity"]


def test_a_round_opened_afterwards_counts_him_and_asks_only_the_others() -> None:
    world = World()
    number, _ = shared(world)
    marked(world)
    other = quote(world, number, firm="eaugaz", gross=99_000)
    request_approval(world.office, cast.CLAIRE, number, other.id, "put", world.now + timedelta(minutes=1))
    approval = world.file(number).approval(other.id)
    assert approval is not None
    assert {e.party_id: e.unable for e in approval.electors} == {DURAND: False, GARNIER: True}
    assert set(dict(approval.asked)) == {DURAND}
