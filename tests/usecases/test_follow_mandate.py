"""A contract changes in mid-vote: who owns, with which share, decides at once (D-11, E-L9, E-M26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.edit import shown
from chalicelib.domain.errors import Conflict, NotAllowed
from chalicelib.domain.job import Job
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.queries.decision_page import decision_page
from chalicelib.usecases import date_mandates
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.edit_ticket import EditForm, edit_ticket
from chalicelib.usecases.save_mandate import save_mandate
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, link_of, shared
from tests.builders.worker import settle, work
from tests.fakes.office import World

UNIT = "voltaire12"


def changed(world: World, *owners: tuple[str, str], ends: str = "") -> None:
    """The contract of the flat, with these owners and shares, and its open files after it."""
    found = world.office.directory.unit(UNIT)
    assert found is not None
    mandate = found[2][0]
    texts = {"starts_on": "2023-01-01", "ends_on": ends, "vote_rule": "unanimity"}
    for at, (name, share) in enumerate(owners):
        texts |= {f"owner_{at}": name, f"share_{at}": share}
    save_mandate(world.office, cast.CLAIRE, UNIT, mandate.id, texts, mandate.version, world.now)
    for kind, key in list(world.queues.waiting):
        if kind == "job":
            advance_job(world.office, key, world.now)
            advance_job(world.office, key, world.now)  # delivered twice


def test_another_share_is_another_weight_at_once() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    changed(world, ("M. Paul Durand", "1/2"), ("Mme Hélène Garnier", "1/2"))
    approval = world.file(number).approvals[-1]
    assert [e.part.as_integer_ratio() for e in approval.electors] == [(1, 2), (1, 2)]
    assert [v.party_id for v in approval.votes] == [DURAND], "votes that stand are kept"
    lines = [e.what for e in world.office.tickets.paper_trail(number, paper.id)]
    assert lines.count("electors_changed") == 1


def test_an_owner_who_sold_has_no_voice_and_the_last_silent_one_gone_settles_the_vote() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    gone = link_of(world, number, GARNIER)
    changed(world, ("M. Paul Durand", ""))
    file = world.file(number)
    assert file.ticket.owner_ids == (DURAND,)
    assert (file.approvals[-1].state, file.approvals[-1].outcome) == ("settled", "accepted")
    with pytest.raises(Conflict):
        answer_decision(world.office, gone, Answer("late", "accept", paper.id, str(paper.gross_cents)), world.now)
    assert len(world.file(number).approvals[-1].votes) == 1


def test_a_new_owner_is_asked_and_the_vote_waits_for_him() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    changed(world, ("M. Paul Durand", "1/3"), ("Mme Hélène Garnier", "1/3"), ("Mr John Smith", "1/3"))
    approval = world.file(number).approvals[-1]
    assert len(approval.electors) == 3
    new = next(e.party_id for e in approval.electors if e.party_id not in (DURAND, GARNIER))
    assert new in dict(approval.asked)
    accept(world, number, paper, GARNIER)
    assert world.ticket(number).state == "awaiting_approval"
    accept(world, number, paper, new)
    assert world.ticket(number).state == "approved"


def test_a_contract_that_ends_freezes_the_vote_and_says_so() -> None:
    """E-L11: nobody decides any more, what was said stays in the history, and what follows is for the manager."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    link = link_of(world, number, GARNIER)
    changed(world, ("M. Paul Durand", "1/3"), ("Mme Hélène Garnier", "2/3"), ends="2026-11-01")
    file = world.file(number)
    assert (file.approvals[-1].state, file.approvals[-1].reason) == ("closed", "mandate_ended")
    assert [v.party_id for v in file.approvals[-1].votes] == [DURAND]
    assert (file.ticket.state, file.ticket.tasks, file.ticket.owner) == ("quoting", ("mandate_ended",), None)
    told = [e.what for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)]
    assert told.count("mandate_ended") == 1
    with pytest.raises(Conflict):
        cast_vote(world.office, number, Ballot("late", GARNIER, ((paper.id, "accept"),)), world.now)
    page = decision_page(world.office, link, world.now)
    assert page is not None
    assert page.state == "withdrawn"
    settle(world)
    before = len(world.mailer.sent)
    world.later(days=14)
    settle(world)
    assert [to for to, _ in world.mailer.sent[before:] if "durand" in to or "garnier" in to] == []


def moved_to(world: World, number: int, unit: str) -> None:
    """« Modifier » puts the file on another unit."""
    before = shown(world.ticket(number))
    form = EditForm(f"to-{unit}", before, before | {"unit_id": unit})
    edit_ticket(world.office, cast.CLAIRE, number, form, world.now)


def test_a_file_put_on_another_unit_is_decided_there_at_once() -> None:
    """D-11: the same commit moves file and vote; the new owner is asked, the one who is not concerned has no voice."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    moved_to(world, number, "parc1")
    approval = world.file(number).approvals[-1]
    assert ([e.party_id for e in approval.electors], approval.votes) == (["smith"], ())
    assert world.ticket(number).owner_ids == ("smith",)
    assert "smith" in dict(approval.asked)
    work(world)
    assert [to for to, _ in world.mailer.sent].count("john.smith@courriel.example") == 1
    with pytest.raises(NotAllowed):
        cast_vote(world.office, number, Ballot("late", GARNIER, ((paper.id, "accept"),)), world.now)
    accept(world, number, paper, "smith")
    assert world.ticket(number).state == "approved"


def kept_before(world: World, ends: date) -> None:
    """A contract with a last day to come, from a time when that day was nobody's work."""
    found = world.office.directory.unit(UNIT)
    assert found is not None
    world.office.books.commit(Change(changed=(replace(found[2][0], ends_on=ends),)))


def test_a_contract_kept_before_its_days_were_work_ends_on_its_day_too() -> None:
    """The first morning mail begins the walk through all units; the vote is frozen at the midnight of the last day."""
    world = World()
    number, _ = shared(world)
    kept_before(world, date(2026, 11, 30))
    world.now = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    sweep(world.office, world.now)
    walk = next(e for e in world.table.items.values() if isinstance(e, Job) and e.kind == "date_mandates")
    assert not walk.is_import
    work(world)
    dated = [e for e in world.table.items.values() if isinstance(e, Job) and e.kind == "follow_mandate"]
    assert [(j.due_at, j.facts["unit"]) for j in dated if j.facts["unit"] == UNIT] == [
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), UNIT)]
    world.now = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    settle(world, hours=1)
    assert world.ticket(number).tasks == ("mandate_ended",)


def test_the_walk_is_made_once_a_few_units_at_a_time_and_a_step_may_come_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_mandates, "AT_ONCE", 2)
    world = World()
    kept_before(world, date(2026, 11, 30))
    for day in (24, 25):
        world.now = datetime(2026, 11, day, 7, 0, tzinfo=UTC)
        sweep(world.office, world.now)
        while world.queues.waiting:
            kind, key = world.queues.waiting.pop(0)
            if kind == "job":
                stands = world.office.jobs.job(key)
                advance_job(world.office, key, world.now)
                again = world.office.jobs.job(key)
                if stands and again and stands.kind == "date_mandates":  # the same step, delivered again
                    world.office.books.commit(Change(changed=(replace(stands, version=again.version),)))
                    advance_job(world.office, key, world.now)
    walks = [e for e in world.table.items.values() if isinstance(e, Job) and e.kind == "date_mandates"]
    assert [w.state for w in walks] == ["done"]
    dated = [e for e in world.table.items.values() if isinstance(e, Job) and e.kind == "follow_mandate"]
    assert len([j for j in dated if j.facts["unit"] == UNIT]) == 1
