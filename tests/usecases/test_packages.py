"""A works file managed by packages: opened, added, described, ordered, removed, once each (D-1, S-09, U-39)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases import save_package as acts
from infra.seed.cast import CLAIRE
from tests.builders.files import quote
from tests.builders.story import MARCHAL, leak
from tests.fakes.office import World


def divided(world: World, names: str = "Maçonnerie\nPlomberie\nÉlectricité") -> int:
    number = leak(world)
    acts.add_packages(world.office, CLAIRE, number, names, "open", world.now)
    return number


def names(world: World, number: int) -> list[str]:
    return [p.name for p in world.file(number).packages]


def fault_of(act: Callable[[], None]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        act()
    return [(f.field, f.code) for f in refused.value.faults]


def lines(world: World, number: int, what: str) -> list[dict[str, object]]:
    return [e.facts for e in world.office.tickets.log(number) if getattr(e, "what", "") == what]


def test_two_names_at_least_the_first_time_each_once() -> None:
    world = World()
    number = leak(world)

    def with_names(text: str) -> Callable[[], None]:
        return lambda: acts.add_packages(world.office, CLAIRE, number, text, "n", world.now)
    assert fault_of(with_names("Seul\n \n")) == [("names", "two_packages")]
    assert fault_of(with_names("Électricité\nelectricite")) == [("names", "package_twice")]
    assert fault_of(with_names("A\n" + "x" * 81)) == [("names", "too_long")]
    assert fault_of(with_names("\n".join(map(str, range(251))))) == [("names", "too_many_packages")]
    assert names(world, number) == []


def test_the_same_form_twice_opens_once_and_another_text_under_it_is_refused() -> None:
    world = World()
    number = divided(world)
    acts.add_packages(world.office, CLAIRE, number, "Maçonnerie\nPlomberie\nÉlectricité", "open", world.now)
    assert names(world, number) == ["Maçonnerie", "Plomberie", "Électricité"]
    with pytest.raises(Conflict, match="form_used"):
        acts.add_packages(world.office, CLAIRE, number, "Peinture", "open", world.now)
    acts.add_packages(world.office, CLAIRE, number, "Peinture", "more", world.now)
    assert names(world, number)[-1] == "Peinture"
    assert len(lines(world, number, "packages_opened")) == len(lines(world, number, "package_added")) == 1


def test_a_package_is_described_with_a_firm_of_the_directory_or_a_free_name() -> None:
    world = World()
    number = divided(world)
    first, second, _ = world.file(number).packages
    texts = {"name": "Plomberie et chauffage", "contractor": MARCHAL, "contract": "12 845,50"}
    for _ in range(2):
        acts.save_package(world.office, CLAIRE, number, second.id, texts, second.version, "s", world.now)
    found = world.file(number).packages[1]
    assert (found.name, found.contractor_id, found.contract_cents) == ("Plomberie et chauffage", "marchal", 1_284_550)
    assert found.contractor != texts["contractor"], "a person is named, not his address"
    acts.save_package(world.office, CLAIRE, number, first.id, {"name": "Gros œuvre", "contractor": "M. Truelle"},
                      first.version, "t", world.now)
    found = world.file(number).packages[0]
    assert (found.contractor, found.contractor_id, found.contract_cents) == ("M. Truelle", "", None)
    entry = lines(world, number, "package_changed")[-1]
    assert (entry["contract_before"], entry["contract"]) == ("", "12\u202f845,50")


def test_all_faults_at_once_and_a_stale_form_is_kept_not_saved() -> None:
    world = World()
    number = divided(world)
    first = world.file(number).packages[0]

    def saved(nonce: str, version: int = first.version, **texts: str) -> None:
        acts.save_package(world.office, CLAIRE, number, first.id, texts, version, nonce, world.now)
    assert fault_of(lambda: saved("a", name="Plomberie", contract="douze")) == [
        ("name", "package_twice"), ("contract", "not_an_amount")]
    saved("b", name="Maçonnerie fine")
    with pytest.raises(Conflict, match="package_changed"):
        saved("c", name="Maçonnerie brute")
    assert names(world, number)[0] == "Maçonnerie fine"
    saved("d", version=99, name="Maçonnerie fine")
    assert len(lines(world, number, "package_changed")) == 1, "nothing changed is nothing done"


def test_packages_change_places_with_their_neighbours() -> None:
    world = World()
    number = divided(world)
    first, _, last = world.file(number).packages
    for nonce in ("up", "up"):
        acts.move_package(world.office, CLAIRE, number, last.id, nonce, world.now, up=True)
    assert names(world, number) == ["Maçonnerie", "Électricité", "Plomberie"]
    acts.move_package(world.office, CLAIRE, number, first.id, "end", world.now, up=True)
    assert names(world, number) == ["Maçonnerie", "Électricité", "Plomberie"]
    acts.move_package(world.office, CLAIRE, number, first.id, "down", world.now, up=False)
    assert names(world, number) == ["Électricité", "Maçonnerie", "Plomberie"]


def test_only_a_package_without_documents_may_go() -> None:
    world = World()
    number = divided(world)
    first, second, _ = world.file(number).packages
    paper = quote(world, number)
    world.office.books.commit(Change(changed=(replace(paper, packages=(first.id,), superseded_by="newer"),)))
    with pytest.raises(Conflict, match="package_in_use"):
        acts.remove_package(world.office, CLAIRE, number, first.id, "r1", world.now)
    for _ in range(2):
        acts.remove_package(world.office, CLAIRE, number, second.id, "r2", world.now)
    assert names(world, number) == ["Maçonnerie", "Électricité"]
    with pytest.raises(NotFound):
        acts.remove_package(world.office, CLAIRE, number, second.id, "r3", world.now)


def test_a_colleague_who_was_faster_is_met_not_overwritten() -> None:
    """Both change the same package between the reading and the writing of one of them."""
    world = World()
    number = divided(world)
    first = world.file(number).packages[0]
    read, seen = world.office.tickets.file, []

    def interrupted(asked: int) -> TicketFile | None:
        found = read(asked)
        if not seen:
            seen.append(asked)
            world.office.books.commit(Change(changed=(replace(first, name="Du collègue"),)))
        return found
    world.office.tickets.file = interrupted  # type: ignore[method-assign]
    with pytest.raises(Conflict, match="package_changed"):
        acts.save_package(world.office, CLAIRE, number, first.id, {"name": "De Claire"}, first.version, "n", world.now)
    assert names(world, number)[0] == "Du collègue"
