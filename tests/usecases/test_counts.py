"""The tabs of the dashboard count what a recount counts, after any walk through the product (SIM-5, O-7)."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.change import Change
from chalicelib.domain.errors import DomainError
from chalicelib.domain.letter import Letter
from chalicelib.domain.ticket import MOVES, TURNS, Ticket, moved, stage, turn
from chalicelib.domain.views import views_of
from chalicelib.usecases.mark_handled import mark_handled
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.send_action import send_action
from infra.seed.cast import CLAIRE
from tests.builders.story import address_of, arrive, mail
from tests.builders.worker import work
from tests.fakes.office import World

STEPS = st.lists(st.tuples(
    st.sampled_from(("open", "urgent", "mission", "reply", "quote", "handled", "move", "chase", "rename")),
    st.integers(0, 7)), min_size=3, max_size=16)


def tickets(world: World) -> list[Ticket]:
    return [e for e in world.table.items.values() if isinstance(e, Ticket)]


def step(world: World, kind: str, choice: int, at: int) -> None:
    """One act on one of the tickets; what is not possible now is refused and changes nothing."""
    known = sorted(tickets(world), key=lambda t: t.number)
    if kind in ("open", "urgent") or not known:
        form = NewTicket(f"n{at}", "Fuite", "Texte", "lilas4", "urgent" if kind == "urgent" else "normal")
        open_ticket(world.office, CLAIRE, form, world.now)
        return
    here = known[choice % len(known)]
    if kind in ("mission", "chase"):
        action = "mission" if kind == "mission" else "chase_contractor"
        letter = Letter(action, f"m{at}", "Objet", "Texte", party_id=("marchal", "eaugaz")[choice % 2])
        send_action(world.office, CLAIRE, here.number, letter, world.now)
    elif kind in ("reply", "quote"):
        _reply(world, here.number, at, quote=kind == "quote")
    elif kind == "handled":
        mark_handled(world.office, CLAIRE, here.number, "", world.now)
    elif kind == "move":
        to = sorted(MOVES)[choice % len(MOVES)]
        world.office.books.commit(Change(changed=(moved(here, to, world.now),)))
    else:
        world.office.books.commit(Change(changed=(replace(here, title=f"Titre {at}"),)))


def _reply(world: World, number: int, at: int, *, quote: bool) -> None:
    file = world.office.tickets.file(number)
    assert file is not None
    if not file.conversations:
        return
    address = address_of(file.conversations[0])
    pieces = (("devis.pdf", "application/pdf", f"%PDF-1.7 {at}".encode()),) if quote else ()
    arrive(world, mail(to=address, text=f"Message {at}\n", pieces=pieces), address, delivery=f"d{at}")


def recount(world: World) -> dict[str, int]:
    found: Counter[str] = Counter()
    for ticket in tickets(world):
        found.update(views_of(ticket))
    return dict(found)


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_counters_equal_a_recount_after_any_walk(steps: list[tuple[str, int]]) -> None:
    world = World()
    for at, (kind, choice) in enumerate(steps):
        world.later(minutes=1)
        with contextlib.suppress(DomainError):
            step(world, kind, choice, at)
        work(world)
        counts = world.office.tickets.counts()
        assert min(counts.values(), default=0) >= 0
        assert {k: n for k, n in counts.items() if n} == recount(world)
        _lists_agree(world, counts)


def _lists_agree(world: World, counts: dict[str, Any]) -> None:
    """Each tab shows as many lines as its number says, and each ticket has one turn."""
    for view in ("us", "owner", "contractor", "all", "urgent", "done"):
        assert len(world.office.tickets.rows(view, limit=500).rows) == counts.get(view, 0), view
    for ticket in tickets(world):
        assert stage(ticket) in TURNS
        assert turn(ticket) in ("us", "owner", "contractor", "tenant", "nobody")


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 12))
def test_the_recount_sees_a_counter_that_is_wrong(count: int) -> None:
    """A property that cannot fail proves nothing."""
    world = World()
    for n in range(count):
        open_ticket(world.office, CLAIRE, NewTicket(f"n{n}", "Fuite", "Texte", "lilas4"), world.now)
    for amounts in world.table.counted.values():
        if "us" in amounts:
            amounts["us"] += 1
    assert world.office.tickets.counts() != recount(world)
