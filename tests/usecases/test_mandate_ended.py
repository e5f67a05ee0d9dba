"""A mandate has ended, or ends on a day to come: no new order, old owners out, each open file listed (E-L11, E-M26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotAllowed
from chalicelib.domain.job import Job
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.queries.composer import composer
from chalicelib.queries.decision_page import decision_page
from chalicelib.stores.shelves import SHELVES
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.give_directions import Directions, give_directions
from chalicelib.usecases.mandate_terms import mandate_terms
from chalicelib.usecases.save_mandate import save_mandate
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.builders.decisions import DURAND, GARNIER, accept, agreed, document_of, link_of, shared
from tests.builders.files import act, quote, save
from tests.builders.imports import csv_file, taken_in
from tests.builders.story import leak
from tests.builders.worker import settle, work
from tests.fakes.office import World

UNIT = "voltaire12"
OWNERS = {"owner_0": "M. Paul Durand", "share_0": "1/3", "owner_1": "Mme Hélène Garnier", "share_1": "2/3"}


def mandate(world: World, **texts: str) -> None:
    """The running contract of the flat as this form says it."""
    found = world.office.directory.unit(UNIT)
    assert found is not None
    known = found[2][0]
    save_mandate(world.office, cast.CLAIRE, UNIT, known.id, {"starts_on": "2023-01-01"} | texts, known.version,
                 world.now)
    work(world)


def sold(world: World, last: str, first: str) -> None:
    """The old mandate ends, Mr Smith's begins."""
    mandate(world, **OWNERS, ends_on=last)
    save_mandate(world.office, cast.CLAIRE, UNIT, "", {"starts_on": first, "owner_0": "Mr John Smith",
                                                       "vote_rule": "any_one"}, 0, world.now)
    work(world)


def pass_until(world: World, moment: str) -> None:
    """Every hour the sweep looks, as every minute in life."""
    while world.now.isoformat() < moment:
        world.later(hours=1)
        sweep(world.office, world.now)
        work(world)


def test_an_agreement_under_a_dead_mandate_orders_nothing() -> None:
    world = World()
    number, _ = agreed(world)
    world.later(minutes=20)
    mandate(world, **OWNERS, ends_on="2026-11-01")
    for letter in ("order", "mission"):
        with pytest.raises(Conflict) as refused:
            act(world, number, letter, nonce=f"{letter}-late", party_id="eaugaz" if letter == "mission" else "marchal")
        assert refused.value.code == "mandate_ended"
    window = composer(world.office, cast.CLAIRE, number, "order", now=world.now)
    assert window is not None
    assert window.mandate_over
    assert [m for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template == "order"] == []


def test_an_order_that_waits_does_not_leave_once_the_mandate_has_ended() -> None:
    world = World()
    number, _ = agreed(world)
    act(world, number, "order", party_id="marchal")
    mandate(world, **OWNERS, ends_on="2026-11-01")
    settle(world)
    orders = [m.state for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.template == "order"]
    assert orders == ["cancelled"]
    assert (world.ticket(number).state, world.ticket(number).ordered_at) == ("approved", None)


def test_every_open_file_of_the_unit_is_listed_once_and_works_under_way_go_on() -> None:
    world = World()
    number, _ = agreed(world)
    world.later(minutes=20)
    act(world, number, "order", party_id="marchal")
    other = leak(world, "other")
    save(world, replace(world.ticket(other), unit_id=UNIT, owner_ids=(DURAND, GARNIER), priority="normal"))
    mandate(world, **OWNERS, ends_on="2026-11-01")
    mandate(world, **OWNERS, ends_on="2026-11-02")
    assert world.ticket(number).state == "in_progress"
    for each in (number, other):
        assert world.ticket(each).tasks == ("mandate_ended",)
        log = world.office.tickets.log(each)
        assert [e.what for e in log if isinstance(e, TimelineEntry)].count("mandate_ended") == 1


def test_a_ceiling_dies_with_its_mandate() -> None:
    """The file still repeats it: nothing is read from there once no mandate runs."""
    world = World()
    number = leak(world)
    save(world, replace(world.ticket(number), unit_id=UNIT, owner_ids=(DURAND, GARNIER), priority="normal",
                        ceiling_cents=30_000))
    assert mandate_terms(world.office, world.file(number), world.now).ceiling_cents == 30_000
    act(world, number, "mission", party_id="marchal")
    quote(world, number, gross=20_000, vat=2_000)
    found = world.office.directory.unit(UNIT)
    assert found is not None
    world.office.books.commit(Change(changed=(replace(found[2][0], ends_on=date(2026, 11, 20)),)))
    assert mandate_terms(world.office, world.file(number), world.now).ceiling_cents == 0
    with pytest.raises(Conflict) as refused:
        act(world, number, "order", party_id="marchal")
    assert refused.value.code == "mandate_ended"


def test_a_unit_that_never_had_a_mandate_is_worked_on_as_before() -> None:
    world = World()
    number = leak(world)
    save(world, replace(world.ticket(number), unit_id="", owner=None, owner_ids=(), ceiling_cents=30_000))
    assert mandate_terms(world.office, world.file(number), world.now).ceiling_cents == 30_000
    found = world.office.directory.unit("lilas4")
    assert found is not None
    world.office.books.commit(Change(removed=tuple(found[2])))
    save(world, replace(world.ticket(number), unit_id="lilas4"))
    act(world, number, "mission", party_id="marchal")
    assert world.ticket(number).state == "quoting"


def test_a_mandate_ends_at_midnight_in_paris_without_anybody_saving_a_form() -> None:
    world = World()
    number, _ = shared(world)
    mandate(world, **OWNERS, ends_on="2026-11-25")
    pass_until(world, "2026-11-25T21:30")
    assert world.file(number).approvals[-1].state == "open"
    pass_until(world, "2026-11-25T23:30")
    file = world.file(number)
    assert (file.approvals[-1].state, file.approvals[-1].reason) == ("closed", "mandate_ended")
    assert file.ticket.tasks == ("mandate_ended",)


def test_a_sale_recorded_in_advance_changes_the_deciders_on_its_day() -> None:
    world = World()
    number, paper = shared(world)
    sold(world, "2026-11-24", "2026-11-25")
    accept(world, number, paper, DURAND)
    pass_until(world, "2026-11-25T08:00")
    file = world.file(number)
    assert ([e.party_id for e in file.approvals[-1].electors], file.ticket.owner_ids) == (["smith"], ("smith",))
    assert (file.approvals[-1].votes, file.ticket.state) == ((), "awaiting_approval")
    assert "smith" in dict(file.approvals[-1].asked)
    accept(world, number, paper, "smith")
    assert document_of(world, number, paper).status == "approved"


def test_after_a_gap_between_two_mandates_files_find_their_new_owner() -> None:
    world = World()
    number, _ = shared(world)
    sold(world, "2026-11-24", "2026-11-27")
    pass_until(world, "2026-11-25T08:00")
    assert world.ticket(number).owner_ids == ()
    pass_until(world, "2026-11-27T08:00")
    assert world.ticket(number).owner_ids == ("smith",)


def test_an_import_of_mandates_moves_open_votes_like_a_form() -> None:
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    sheet = csv_file(["Adresse", "Désignation", "Propriétaires", "Début"], [
        ["8 quai Voltaire, 75007 Paris", "lot 12", "Mme Hélène Garnier", "01/01/2023"]])
    assert taken_in(world, "mandates", sheet).applied.changed == 1
    world.later(minutes=3)
    sweep(world.office, world.now)
    work(world)
    file = world.file(number)
    assert ([e.party_id for e in file.approvals[-1].electors], file.ticket.owner_ids) == ([GARNIER], (GARNIER,))
    assert file.approvals[-1].votes == ()
    later = csv_file(["Adresse", "Désignation", "Propriétaires", "Début", "Fin"], [
        ["8 quai Voltaire, 75007 Paris", "lot 12", "Mme Hélène Garnier", "01/01/2023", "25/11/2026"]])
    taken_in(world, "mandates", later)
    pass_until(world, "2026-11-26T08:00")
    assert world.ticket(number).tasks == ("mandate_ended",)


def _vote(world: World, number: int, paper: Document) -> None:
    cast_vote(world.office, number, Ballot("late", GARNIER, ((paper.id, "accept"),)), world.now)


def _ask(world: World, number: int, paper: Document) -> None:
    asks = Directions("q", paper.id, "question", "Et le délai ?")
    give_directions(world.office, link_of(world, number, GARNIER), asks, world.now)


@pytest.mark.parametrize("answer", [_vote, _ask])
@pytest.mark.parametrize("first", ["", "2026-11-25"])
def test_in_the_first_minute_of_the_new_owner_the_old_one_no_longer_answers(
        answer: Callable[[World, int, Document], None], first: str) -> None:
    """The sweep has not come by yet: the day itself decides, and his page says so."""
    world = World()
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    link = link_of(world, number, GARNIER)
    if first:
        sold(world, "2026-11-24", first)
    else:
        mandate(world, **OWNERS, ends_on="2026-11-24")
    world.later(hours=38)
    assert world.now.isoformat() > "2026-11-24T23:00"
    page = decision_page(world.office, link, world.now)
    assert page is not None
    assert page.state == "withdrawn"
    with pytest.raises((Conflict, NotAllowed)):
        answer(world, number, paper)
    assert document_of(world, number, paper).status != "approved"
    assert [v.party_id for v in world.file(number).approvals[-1].votes if v.party_id == GARNIER] == []


def test_a_day_to_come_is_kept_however_far_it_is() -> None:
    """The work that waits for it must not be thrown away with the finished ones."""
    world = World()
    mandate(world, **OWNERS, ends_on="2031-12-31")
    (waiting,) = [e for e in world.table.items.values() if isinstance(e, Job) and e.due_at and e.due_at.year > 2030]
    expires = SHELVES[Job].expires(waiting)
    assert expires is not None
    assert waiting.due_at is not None
    assert expires > waiting.due_at.timestamp()
