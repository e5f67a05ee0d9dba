"""What a firm sends by mail joins its own lot, where its participants see it (S-01, S-03, S-13, D-2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.access import may_see
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.usecases.save_participant import add_participant
from infra.seed.cast import CLAIRE
from tests.builders.story import MARCHAL, address_of, arrive, mail, mission
from tests.fakes.office import World
from tests.usecases.test_packages import divided


def sent(world: World, number: int) -> Document:
    talk = mission(world, number)
    raw = mail(MARCHAL, address_of(talk), "Re: devis", "Voici.\n", message_id="<r1@marchal.example>",
               pieces=(("devis.pdf", "application/pdf", b"%PDF-1.7 un devis"),))
    arrive(world, raw, address_of(talk), delivery="d1")
    return world.file(number).documents[-1]


def works(world: World, count: int) -> int:
    """The firm has this many of the three lots."""
    number = divided(world)
    mine = world.file(number).packages[:count]
    world.office.books.commit(Change(changed=tuple(replace(p, contractor_id="marchal") for p in mine)))
    return number


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_papers_of_a_firm_belong_to_its_only_lot(count: int) -> None:
    world = World()
    number = works(world, count)
    first = world.file(number).packages[0].id
    assert sent(world, number).packages == ((first,) if count == 1 else ())


def test_a_participant_of_one_lot_finds_in_his_space_what_he_sent() -> None:
    world = World()
    number = divided(world)
    lot = world.file(number).packages[1].id
    add_participant(world.office, CLAIRE, number, {"person": "marchal", "role": "contributor", "scope": "some"}, (lot,),
                    "n", world.now)
    found = sent(world, number)
    assert found.packages == (lot,)
    assert may_see(world.file(number).participants[0], found, world.file(number).packages)


def test_a_file_that_is_not_divided_knows_no_lots() -> None:
    world = World()
    from tests.builders.story import leak
    assert sent(world, leak(world)).packages == ()
