"""« Je m’en occupe », « après le départ du locataire »: the file rests, the tenant knows (D-20, D-22, E-L15)."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.document import Document
from chalicelib.usecases.give_directions import Directions, give_directions
from tests.builders.decisions import DURAND, GARNIER, link_of, shared
from tests.builders.files import act, file_at
from tests.builders.reminders import reminders_to, text_of
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_co_owners import change
from tests.usecases.test_decision_chases import HELENE, PAUL, days, put, reminded, says

PETIT = "petit@courriel.example"
DAY, EVE = date(2026, 12, 4), date(2026, 12, 3)


def asked(world: World) -> tuple[int, Document]:
    """One owner, Mme Garnier, has the quote before her."""
    number = file_at(world, "quoted")
    act(world, number, "quote_to_owner")
    settle(world)
    (paper,) = [d for d in world.file(number).documents if d.kind == "quote"]
    return number, paper


def directs(world: World, number: int, paper: Document, party: str = GARNIER, kind: str = "own_care") -> None:
    day = DAY.isoformat() if kind == "own_care" else ""
    form = Directions(f"d-{party}", paper.id, kind, "Mon frère est plombier", day=day)
    give_directions(world.office, link_of(world, number, party), form, world.now)
    settle(world)


def test_the_file_rests_until_the_day_and_nobody_is_pressed() -> None:
    world = World()
    number, paper = asked(world)
    directs(world, number, paper)
    ticket = world.ticket(number)
    assert (ticket.snoozed_until, ticket.state, "directives" in ticket.tasks) == (DAY, "awaiting_approval", True)
    assert "Je m’en occupe moi-même" in ticket.snooze_reason
    days(world, EVE)
    assert reminded(world, HELENE) == []
    assert world.ticket(number).snoozed_until == DAY


@pytest.mark.parametrize(("language", "words"), [("fr", "s’en occupe lui-même, d’ici au 4 déc. 2026"),
                                                ("en", "will see to it, by 4 Dec 2026")])
def test_the_tenant_is_told_without_any_price(language: str, words: str) -> None:
    world = World()
    change(world, "petit", language=language)
    number, paper = asked(world)
    directs(world, number, paper)
    (told,) = reminders_to(world, PETIT)
    assert words in text_of(told)
    assert not any(mark in told.as_string() for mark in ("€", "EUR", "1284", "1 284", "frère"))
    talk = world.file(number).conversation("petit")
    assert talk is not None
    assert talk.token in told["Reply-To"]


def test_on_the_day_the_owner_is_asked_and_the_manager_has_a_task() -> None:
    world = World()
    number, paper = asked(world)
    directs(world, number, paper)
    days(world, DAY)
    settle(world)
    assert reminders_to(world, HELENE)[-1]["Subject"].startswith(f"[T-{number}] Est-ce fait")
    assert {"own_care", "directives"} <= set(world.ticket(number).tasks)
    assert world.ticket(number).snoozed_until is None
    days(world, date(2026, 12, 18))
    assert reminded(world, HELENE) == []


def test_an_answer_after_the_day_is_the_answer() -> None:
    world = World()
    number, paper = asked(world)
    directs(world, number, paper)
    world.now = world.now.replace(day=DAY.day, month=DAY.month, hour=0)
    says(world, number, GARNIER, "C’est réparé depuis hier.\n")
    before = len(reminders_to(world, HELENE))
    days(world, date(2026, 12, 7))
    assert not any("Est-ce fait" in m["Subject"] for m in reminders_to(world, HELENE)[before:])


def test_a_letter_to_somebody_else_leaves_the_task_and_the_silence() -> None:
    world = World()
    number, paper = asked(world)
    directs(world, number, paper)
    act(world, number, "inform_tenant", "t")
    assert "directives" in world.ticket(number).tasks
    act(world, number, "inform_owner", "o")
    settle(world)
    assert "directives" not in world.ticket(number).tasks
    days(world, DAY)
    assert reminded(world, HELENE) == []


def test_put_to_him_again_the_question_is_open_again() -> None:
    world = World()
    number, paper = asked(world)
    directs(world, number, paper)
    put(world, number, paper)
    assert world.file(number).approvals[-1].standing(GARNIER) is None


def test_after_the_tenant_leaves_rests_with_a_day_to_look_again() -> None:
    """D-22: a hold always has its review."""
    world = World()
    number, paper = asked(world)
    directs(world, number, paper, kind="after_tenant")
    assert world.ticket(number).snoozed_until == date(2026, 12, 23)
    assert reminders_to(world, PETIT) == []
    days(world, date(2026, 12, 23))
    assert reminded(world, HELENE) == []
    assert "pause_over" in world.ticket(number).tasks


def test_the_other_co_owner_is_still_asked() -> None:
    """E-L8: the file does not rest while somebody else is to decide."""
    world = World()
    number, paper = shared(world)
    settle(world)
    directs(world, number, paper, party=DURAND)
    assert world.ticket(number).snoozed_until is None
    assert reminders_to(world, PETIT) == []
    act(world, number, "inform_tenant", "handled")
    settle(world)
    days(world, date(2026, 11, 26))
    assert reminded(world, PAUL) == []
    assert len(reminded(world, HELENE)) == 1
    directs(world, number, paper, party=GARNIER)
    assert world.ticket(number).snoozed_until == DAY
