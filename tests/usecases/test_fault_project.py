"""Packages, participants and their votes survive every failure of every call: done once or not at all (R-4, SIM-1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import FiledFigure
from chalicelib.queries.financial_table import financial_view
from chalicelib.usecases import save_package, save_participant
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.correct_document import correct_document
from chalicelib.usecases.space_links import find_space, send_again, token_of
from infra.seed.cast import CLAIRE
from tests.builders.files import quote
from tests.fakes.office import World
from tests.usecases.test_fault_acts import MODES, Act, Correction, Scenes, told, whole
from tests.usecases.test_packages import divided
from tests.usecases.test_participants import SYNDIC, add, in_vote, mails


def packages(world: World) -> Act:
    number = divided(world)
    return lambda w: save_package.add_packages(w.office, CLAIRE, number, "Toiture\nCharpente", "the form", w.now)


def package(world: World) -> Act:
    number = divided(world)
    first = world.file(number).packages[0]
    texts = {"name": "Gros œuvre", "contractor": "Plomberie Marchal", "contract": "1 000"}
    return lambda w: save_package.save_package(
        w.office, CLAIRE, number, first.id, texts, first.version, "the form", w.now)


def package_gone(world: World) -> Act:
    number = divided(world)
    last = world.file(number).packages[-1].id
    return lambda w: save_package.remove_package(w.office, CLAIRE, number, last, "the form", w.now)


def newcomer(world: World) -> Act:
    """In the middle of a vote, which follows."""
    number, _ = in_vote(world)
    texts = SYNDIC | {"name": "Mme Tiers", "email": "tiers@x.example"}
    return lambda w: save_participant.add_participant(w.office, CLAIRE, number, texts, (), "the form", w.now)


def leaver(world: World) -> Act:
    """The last silent decider goes, which settles the vote."""
    number, paper = in_vote(world)
    first, second = (e.party_id for e in world.file(number).approvals[-1].electors)
    cast_vote(world.office, number, Ballot("v", first, ((paper, "accept"),)), world.now)
    return lambda w: save_participant.remove_participant(w.office, CLAIRE, number, second, "the form", w.now)


def new_link(world: World) -> Act:
    number = divided(world)
    member = add(world, number, SYNDIC, "n").party_id
    return lambda w: save_participant.replace_link(w.office, CLAIRE, number, member, "the form", w.now)


def link_again(world: World) -> Act:
    number = divided(world)
    add(world, number, SYNDIC, "n")
    link = find_space(world.office, token_of(world.office, mails(world, "space")[0].id))
    assert link is not None
    return lambda w: send_again(w.office, link, w.now)


def passing(world: World) -> Act:
    """An invoice is corrected to more than the works allow: its manager is told."""
    number = divided(world)
    statement = quote(world, number, gross=1, kind="progress_statement")
    figures = {"progress_bp": FiledFigure(1_000, 1.0, "confirmed by Claire", True)}
    world.office.books.commit(Change(changed=(replace(statement, figures=figures),)))
    paper = quote(world, number, gross=1, kind="invoice")
    typed = Correction("invoice", "F-1", "", "120", "20", "100", paper.version)
    return lambda w: correct_document(w.office, CLAIRE, number, paper.id, typed, w.now)


MINE: Scenes = {
    "add packages": packages, "describe a package": package, "remove a package": package_gone,
    "invite in mid-vote": newcomer, "remove in mid-vote": leaver, "replace a link": new_link,
    "send a link again": link_again, "pass the progress": passing,
}


def everything(world: World) -> dict[str, Any]:
    heads = [world.file(int(row["number"])) for row in world.office.tickets.rows("all", limit=100).rows]
    views = [financial_view(world.office, f.ticket.number) for f in heads]
    return whole(world) | {
        "packages": [(p.name, p.position, p.contractor, p.contract_cents) for f in heads for p in f.packages],
        "people": [(p.name, p.role, p.key) for f in heads for p in f.participants],
        "money": [v.table.total if v else None for v in views]}


@pytest.mark.parametrize("name", sorted(MINE))
def test_every_call_may_fail_in_every_way(name: str) -> None:
    clean, calls = told(name, scenes=MINE)
    wanted = everything(clean)
    assert calls >= 2
    for at in range(calls):
        for mode in MODES:
            world, _ = told(name, at, mode, MINE)
            assert world.faults.fired
            found = everything(world)
            for part, value in wanted.items():
                assert found[part] == value, f"{name}: call {at}, {mode}: {part} differs"
