"""The morning mail: once per manager and working day, nothing to say no mail, late until ten (U-133, U-134)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.usecases.rest_ticket import rest_ticket
from chalicelib.usecases.sweep import sweep
from infra.seed.cast import AGENCY_ID, CLAIRE
from tests.builders.month import PARIS
from tests.builders.reminders import asked, at, text_of, waiting
from tests.builders.story import PETIT, arrive, mail
from tests.builders.waiting import file_of
from tests.builders.worker import work
from tests.fakes.office import DOMAIN, World

ANNA = User("anna", AGENCY_ID, "Anna Smith", "anna@rivoli.example", "manager", "en")


def morning(world: World, day: int, hour: int = 7, minute: int = 30, month: int = 11) -> None:
    world.now = datetime(2026, month, day, hour, minute, tzinfo=PARIS)
    for _ in range(3):
        sweep(world.office, world.now)
    work(world)


def digests(world: World, to: str = CLAIRE.email) -> list[EmailMessage]:
    parsed: list[Any] = [message_from_bytes(raw, policy=default) for who, raw in world.mailer.sent if who == to]
    return [m for m in parsed if "travaux" not in str(m["Reply-To"] or "") and "novembre" not in str(m["Subject"])
            and any(word in str(m["Subject"]) for word in ("à traiter", "Relances du jour", "to handle"))]


def busy() -> World:
    """One file asked of a firm on Monday; in the night a tenant reports another."""
    world = World()
    asked(world)
    at(world, 24, 8)
    world.now = datetime(2026, 11, 24, 22, tzinfo=PARIS)
    arrive(world, mail(PETIT, f"travaux@{DOMAIN}", "Plus de chauffage", "Il fait froid.\n", message_id="<p@x.example>"),
           f"travaux@{DOMAIN}")
    work(world)
    return world


def test_it_says_what_waits_what_the_night_brought_and_what_will_leave() -> None:
    world = busy()
    morning(world, 25)
    (only,) = digests(world)
    text = text_of(only)
    assert only["Subject"] == "1 dossier à traiter, 1 nouveau message : 25 nov. 2026"
    assert only["Auto-Submitted"] == "auto-generated"
    night = text.split("Depuis la fermeture")[1].split("\n\n")[0]
    assert "Plus de chauffage" in night
    assert "http://127.0.0.1:8000/tickets/" in night
    assert "Plomberie Marchal, le devis · T-1001 Fuite" in text.split("d’elles-mêmes aujourd’hui")[1]


def test_it_leaves_once_whatever_the_clock_does_and_not_before_its_hour() -> None:
    world = busy()
    morning(world, 25, 7, 29)
    assert digests(world) == []
    for minute in (30, 31, 45):
        morning(world, 25, 7, minute)
    morning(world, 25, 9, 59)
    assert len(digests(world)) == 1
    morning(world, 26)
    assert len(digests(world)) == 2


@pytest.mark.parametrize(("day", "hour", "minute", "count"), [
    (25, 9, 59, 1), (25, 10, 0, 0), (28, 7, 30, 0), (29, 7, 30, 0)])
def test_late_until_ten_and_never_on_a_day_off(day: int, hour: int, minute: int, count: int) -> None:
    world = busy()
    morning(world, day, hour, minute)
    assert len(digests(world)) == count


def test_nothing_to_say_no_mail() -> None:
    world = World()
    number = waiting(world, 1900, "reported")
    rest_ticket(world.office, CLAIRE, number, date(2026, 12, 15), "Attente", world.now)
    morning(world, 24)
    assert digests(world) == []


def test_a_mail_that_waited_too_long_in_its_queue_does_not_leave() -> None:
    world = busy()
    world.now = datetime(2026, 11, 25, 7, 30, tzinfo=PARIS)
    sweep(world.office, world.now)
    world.now = datetime(2026, 11, 25, 11, tzinfo=PARIS)
    work(world)
    assert digests(world) == []


def test_each_manager_gets_his_own_files_in_his_language() -> None:
    world = busy()
    world.office.books.commit(Change(added=(ANNA,)))
    number = waiting(world, 1900, "reported")
    world.office.books.commit(Change(changed=(replace(file_of(world, number).ticket, manager_id="anna", tasks=(
        "call_owner",)),)))
    morning(world, 25)
    (english,) = digests(world, ANNA.email)
    assert "Dossier 1900" in text_of(english)
    assert "Call the owner" in text_of(english)
    assert "Dossier 1900" not in text_of(digests(world)[0])
    assert "Fuite" not in text_of(english), "the firm that is chased is on another manager's file"
