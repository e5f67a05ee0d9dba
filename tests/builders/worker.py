"""Runs what the queues announced until nothing moves, as the Lambda functions would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.intake.reading import Figure, Reading
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.read_document import Reader, read_document
from chalicelib.usecases.receive_mail import receive_mail
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.sweep import sweep
from tests.fakes.faults import Killed, NoAnswer, Outage
from tests.fakes.office import World

ROUNDS_AT_MOST = 1000


def quote_reading(content: bytes, filename: str) -> Reading:
    """A quote of 1 284,50 EUR, whatever the bytes: the reader itself has tests of its own."""
    figures = {
        "number": Figure("D-2026-112", 0.95, "page 1"), "issued_on": Figure(date(2026, 11, 23), 0.95, "page 1"),
        "gross_cents": Figure(128450, 0.95, "page 1"), "vat_cents": Figure(11677, 0.95, "page 1"),
        "net_cents": Figure(116773, 0.95, "page 1"), "valid_until": Figure(date(2026, 12, 23), 0.4, "page 1"),
    }
    return Reading("quote", "text", 0.95, figures, 1)


READER = Reader(quote_reading, lambda content, kind: b"webp")


def work(world: World) -> None:
    """Empty the queues once. What fails, or dies, is delivered again later by the sweep."""
    while world.queues.waiting:
        kind, key = world.queues.waiting.pop(0)
        try:
            if kind == "mail":
                send_mail(world.office, key, world.now)
            elif kind == "received":
                _receive_again(world, key)
            elif kind == "job":
                advance_job(world.office, key, world.now)
            else:
                read_document(world.office, key[0], key[1], READER, world.now)
        except (Outage, NoAnswer, Killed):
            continue


def _receive_again(world: World, delivery_id: str) -> None:
    """As the handler does with a request to process a mail once more."""
    kept = world.office.mailbox.inbound(delivery_id)
    assert kept is not None
    said: dict[str, Any] = kept.verdicts
    receive_mail(world.office, kept, Verdicts(**said), world.now)


def settle(world: World, hours: int = 2) -> None:
    """Let time pass, sweeping, until nothing is due any more."""
    end = world.now + timedelta(hours=hours)
    for _ in range(ROUNDS_AT_MOST):
        work(world)
        if world.now > end:
            return
        world.later(minutes=5)
        try:
            sweep(world.office, world.now)
        except (Outage, NoAnswer, Killed):
            continue
    raise AssertionError("never calm")
