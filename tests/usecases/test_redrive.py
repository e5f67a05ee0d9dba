"""A mail that could not be read is processed again when somebody asks; nothing is done twice (M-2, R-10)."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import InboundMail
from chalicelib.usecases.redrive_mail import redrive_mail
from infra.seed.cast import CLAIRE
from tests.builders.waiting import answered, file_of, unreadable
from tests.builders.worker import settle, work
from tests.fakes.faults import Outage
from tests.fakes.office import World


def failed(world: World) -> InboundMail:
    (kept,) = world.office.mailbox.review()[0]
    return kept


def ask(world: World, version: int | None = None) -> None:
    redrive_mail(world.office, CLAIRE, "broken", failed(world).version if version is None else version, world.now)


def test_a_failed_mail_is_filed_after_all() -> None:
    world = World()
    number = unreadable(world)
    assert failed(world).state == "failed"
    ask(world)
    assert failed(world).reason.startswith("redriven:claire:"), "it stays in sight until it is settled"
    settle(world)
    assert world.office.mailbox.review()[0] == []
    assert file_of(world, number).ticket.quotes == 1


def test_asking_twice_from_one_page_is_asking_once() -> None:
    world = World()
    unreadable(world)
    version = failed(world).version
    for _ in range(3):
        ask(world, version)
    assert world.queues.waiting == [("received", "broken")]


def test_after_another_failure_it_may_be_asked_again() -> None:
    world = World()
    unreadable(world)
    raw = world.files.raw.pop("inbound/broken")
    ask(world)
    with pytest.raises(KeyError):
        work(world)
    assert failed(world).reason == "error:KeyError"
    world.files.raw["inbound/broken"] = raw
    ask(world)
    settle(world)
    assert world.office.mailbox.review()[0] == []


def test_what_the_queue_lost_may_be_asked_again_from_a_fresh_page() -> None:
    world = World()
    number = unreadable(world)
    ask(world)
    world.queues.waiting.clear()
    ask(world)
    settle(world)
    assert file_of(world, number).ticket.quotes == 1


def test_a_queue_that_refuses_is_said_and_changes_nothing() -> None:
    world = World()
    unreadable(world)
    before = failed(world)
    world.faults.at = world.faults.count + 2  # two reads of the delivery, then the queue
    with pytest.raises(Outage):
        ask(world)
    assert failed(world) == before


def test_a_settled_or_unknown_mail_is_not_processed_again() -> None:
    world = World()
    answered(world)
    with pytest.raises(Conflict):
        redrive_mail(world.office, CLAIRE, "answer", 0, world.now)
    with pytest.raises(NotFound):
        redrive_mail(world.office, CLAIRE, "nothing", 0, world.now)
    assert not [w for w in world.queues.waiting if w[0] == "received"]
