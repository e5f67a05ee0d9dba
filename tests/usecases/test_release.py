"""Withheld pieces are released one by one, by a manager, under her name; infected ones never (M-46, I-1)."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Conflict, NotAllowed, NotFound
from chalicelib.domain.message import Message
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.release_document import release_document
from chalicelib.usecases.settle_review import file_as_new, file_here
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.story import leak
from tests.builders.waiting import INFECTED, UNJUDGED, answered, file_of, in_review, only_document
from tests.builders.worker import settle, work
from tests.fakes.office import World

REFUSED = Verdicts("FAIL", "FAIL", "FAIL", "PASS", "PASS", "reject")


def history(world: World, number: int) -> list[TimelineEntry]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)]


def test_a_withheld_quote_feeds_nothing_until_it_is_released() -> None:
    world = World()
    number = answered(world, UNJUDGED)
    settle(world)
    document, ticket = only_document(world, number), file_of(world, number).ticket
    assert (document.reading, document.preview_key, document.figures) == ("held", "", {})
    assert (ticket.quotes, ticket.quoted_cents) == (0, None)
    release_document(world.office, CLAIRE, number, document.id, world.now)
    work(world)
    document, ticket = only_document(world, number), file_of(world, number).ticket
    assert (document.reading, document.gross_cents) == ("done", 128450)
    assert document.preview_key in world.files.objects
    assert (ticket.quotes, ticket.quoted_cents) == (1, 128450)
    (entry,) = [e for e in history(world, number) if e.what == "document_released"]
    assert (entry.who, entry.facts["filename"], entry.facts["from"]) == (CLAIRE.name, "devis.pdf", "Plomberie Marchal")


def test_a_withheld_quote_is_not_counted_when_another_one_is_read() -> None:
    world = World()
    number = answered(world, UNJUDGED)
    from tests.builders.story import address_of, arrive, mail

    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(to=address, text="Plus net.\n", pieces=(("devis2.pdf", "application/pdf", b"%PDF-1.7 two"),)),
           address, delivery="second")
    work(world)
    assert file_of(world, number).ticket.quotes == 1


def test_releasing_twice_is_once() -> None:
    world = World()
    number = answered(world, UNJUDGED)
    document = only_document(world, number)
    for _ in range(3):
        release_document(world.office, CLAIRE, number, document.id, world.now)
    work(world)
    release_document(world.office, CLAIRE, number, document.id, world.now)
    assert [e.what for e in history(world, number)].count("document_released") == 1
    assert only_document(world, number).reading == "done"


def test_only_a_manager_releases() -> None:
    world = World()
    number = answered(world, UNJUDGED)
    document = only_document(world, number)
    with pytest.raises(NotAllowed):
        release_document(world.office, KARIM, number, document.id, world.now)
    with pytest.raises(NotFound):
        release_document(world.office, CLAIRE, number, "nothing", world.now)
    with pytest.raises(NotFound):
        release_document(world.office, CLAIRE, 9999, document.id, world.now)
    assert only_document(world, number) == document


@pytest.mark.parametrize("verdicts", [UNJUDGED, REFUSED])
@pytest.mark.parametrize("new", [True, False])
def test_what_was_held_in_the_queue_stays_held_when_filed_and_can_be_released(verdicts: Verdicts, new: bool) -> None:
    world = World()
    waiting = in_review(world, verdicts)
    assert waiting.sealed, "the raw mail holds the piece too"
    number = _filed(world, waiting.delivery_id, new=new)
    settle(world)
    document = only_document(world, number)
    assert (document.reading, document.infected) == ("held", False)
    assert file_of(world, number).sealed(_received(world, number))
    release_document(world.office, CLAIRE, number, document.id, world.now)
    work(world)
    assert only_document(world, number).reading == "done"
    assert not file_of(world, number).sealed(_received(world, number))


@pytest.mark.parametrize("new", [True, False])
def test_an_infected_piece_stays_infected_however_it_is_filed(new: bool) -> None:
    world = World()
    waiting = in_review(world, INFECTED)
    assert waiting.sealed
    number = _filed(world, waiting.delivery_id, new=new)
    settle(world)
    document = only_document(world, number)
    assert (document.reading, document.infected) == ("held", True)
    with pytest.raises(Conflict, match="infected"):
        release_document(world.office, CLAIRE, number, document.id, world.now)
    assert only_document(world, number) == document
    assert file_of(world, number).sealed(_received(world, number))
    assert document.id not in [d.id for d in file_of(world, number).documents if file_of(world, number).serves(d.id)]


def test_a_program_in_disguise_is_released_but_never_read() -> None:
    world = World()
    number = answered(world, UNJUDGED)
    from dataclasses import replace

    from chalicelib.domain.change import Change

    document = only_document(world, number)
    world.office.books.commit(Change(changed=(replace(document, warnings=("type_conflict",)),)))
    release_document(world.office, CLAIRE, number, document.id, world.now)
    settle(world)
    assert only_document(world, number).reading == "none"
    assert only_document(world, number).preview_key == ""


def _filed(world: World, delivery_id: str, *, new: bool) -> int:
    if new:
        return file_as_new(world.office, CLAIRE, delivery_id, world.now)
    number = leak(world)
    file_here(world.office, CLAIRE, delivery_id, number, world.now)
    return number


def _received(world: World, number: int) -> Message:
    return next(e for e in world.office.tickets.log(number) if isinstance(e, Message) and e.direction == "in")
