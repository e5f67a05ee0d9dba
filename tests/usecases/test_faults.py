"""A crash anywhere is safe (R-4, R-13, SIM-1 to SIM-4, SIM-10).

A clean run counts its calls. Then every call goes wrong once, in every way, the event is delivered
again, time passes, and the end must equal the clean run. Only a send whose answer was lost may be
doubled, and then it is flagged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

import pytest

from chalicelib.domain.change import Outdated
from chalicelib.domain.message import Message
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.models import keys
from infra.seed import cast
from tests.builders.story import MARCHAL, PETIT, address_of, arrive, leak, mail, mission
from tests.builders.worker import settle, work
from tests.fakes.faults import Faults, Killed, Mode, NoAnswer, Outage
from tests.fakes.office import DOMAIN, World

MODES: tuple[Mode, ...] = get_args(Mode)
PDF = ("devis.pdf", "application/pdf", b"%PDF-1.7 a quote")
PHOTO = ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a photo")
Story = Callable[[World], None]


def mission_then_reply(world: World) -> str:
    number = leak(world)
    address = address_of(mission(world, number))
    work(world)
    return address


def reply_arrives(world: World) -> None:
    """The address was learnt in the set-up and lies in the world."""
    raw = mail(MARCHAL, world.address, "Re: [T-1001] Demande de devis : Fuite sous l’évier", "Voici le devis.\n",
               pieces=(PDF, PHOTO), message_id="<q@x.example>")
    arrive(world, raw, world.address)


def tenant_reports(world: World) -> None:
    arrive(world, mail(PETIT, f"travaux@{DOMAIN}", "Fuite", "Il y a une fuite.\n", pieces=(PHOTO,),
                       message_id="<t@x.example>"), f"travaux@{DOMAIN}")


def stranger_writes(world: World) -> None:
    arrive(world, mail("qui@ailleurs.example", f"travaux@{DOMAIN}", "Bonjour", "Vendez-vous ?\n", pieces=(PDF,)),
           f"travaux@{DOMAIN}")


def mission_leaves(world: World) -> None:
    mission(world, 1001, nonce="the form")


STORIES: dict[str, tuple[Callable[[World], Any], Story]] = {
    "mail in: a reply with a quote and a photo": (mission_then_reply, reply_arrives),
    "mail in: a tenant reports": (lambda world: "", tenant_reports),
    "mail in: a stranger writes": (lambda world: "", stranger_writes),
    "send action: a mission": (lambda world: str(leak(world)), mission_leaves),
}


def prepared(name: str) -> World:
    world = World()
    world.address = STORIES[name][0](world)
    work(world)
    world.faults.count, world.faults.names = 0, []
    return world


def told(name: str, faults: Faults | None = None) -> World:
    """The story with one fault, the event delivered again until it succeeds, then calm."""
    world = prepared(name)
    if faults:
        world.faults.at, world.faults.mode = faults.at, faults.mode
    for _ in range(5):
        try:
            STORIES[name][1](world)
        except (Outage, NoAnswer, Killed, Outdated):
            world.later(minutes=6)
        else:
            break
    settle(world, hours=3)
    return world


def end_state(world: World) -> dict[str, Any]:
    """What users would see: mails per recipient, tickets, messages, documents, history, queue, counters."""
    office, found = world.office, {}
    found["mails"] = Counter(to for to, _ in world.mailer.sent)
    found["review"] = [(m.subject, m.reason, len(m.pieces)) for m in office.mailbox.review()[0]]
    found["counts"] = {k: v for k, v in office.tickets.counts().items() if v}
    numbers = [int(row["number"]) for row in office.tickets.rows("all", limit=100).rows]
    found["tickets"] = [_ticket(world, n) for n in sorted(numbers)]
    found["due"] = office.mailbox.due(world.later(days=2))
    return found


def _ticket(world: World, number: int) -> dict[str, Any]:
    file = world.office.tickets.file(number)
    assert file is not None
    log = world.office.tickets.log(number, limit=500)
    t = file.ticket
    return {
        "ticket": (t.title, t.state, t.quotes, t.quoted_cents, t.answer_due, t.unread, t.contractor_ids),
        "messages": Counter((m.direction, m.party_id, m.text) for m in log if isinstance(m, Message)),
        "history": Counter(e.what for e in log if isinstance(e, TimelineEntry) and e.what != "maybe_double"),
        "documents": sorted((d.kind, d.sha256, d.reading, d.gross_cents, d.preview_key) for d in file.documents),
        "assignments": [(a.party_id, a.state) for a in file.assignments],
        "ids": len(file.conversations),
    }


def doubles(world: World) -> list[str]:
    """Mails that left flagged as a possible double."""
    partition = keys.outgoing(cast.AGENCY_ID, "")[0]
    return [e.id for key, e in world.table.items.items() if key[0].startswith(partition) and e.double]


@pytest.mark.parametrize("name", sorted(STORIES))
def test_every_call_may_fail_in_every_way(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    clean = told(name)
    wanted, calls = end_state(clean), clean.faults.names[:]
    settled = prepared(name)
    STORIES[name][1](settled)
    settle(settled, hours=0)
    swept = 0
    for at in range(len(settled.faults.names)):
        for mode in MODES:
            world = told(name, Faults(at=at, mode=mode))
            assert world.faults.fired, f"call {at} was never reached"
            swept += 1
            _compare(name, at, mode, calls[max(0, at - 1):at + 1], world, wanted)
    with capsys.disabled():
        print("\n" + json.dumps({"story": name, "calls": len(settled.faults.names), "runs": swept}))


def may_double(calls: list[str], mode: Mode) -> bool:
    """SES accepted and nobody heard of it: its answer was lost, or the process died before writing it down."""
    if calls[-1] == "ses.send":
        return mode.endswith("after")
    return calls[0] == "ses.send" and mode == "kill_before"


def _compare(name: str, at: int, mode: Mode, calls: list[str], world: World, wanted: dict[str, Any]) -> None:
    found = end_state(world)
    label = f"{name}: call {at} ({calls}), {mode}"
    extra = found["mails"] - wanted["mails"]
    if extra:
        assert may_double(calls, mode), f"{label}: sent twice {extra}"
        assert len(doubles(world)) == sum(extra.values()) == 1, f"{label}: a double is not flagged"
    for part, value in wanted.items():
        if part != "mails" or not extra:
            assert found[part] == value, f"{label}: {part} differs"


def test_the_sweep_finds_a_planted_bug() -> None:
    """SIM-8: sending before the commit is seen by the very same comparison."""
    name = "send action: a mission"
    wanted = end_state(told(name))
    world = prepared(name)
    world.mailer.sent.append((MARCHAL, b"announced before it was saved"))
    STORIES[name][1](world)
    settle(world, hours=3)
    with pytest.raises(AssertionError):
        _compare(name, 0, "fail_before", ["table.get"], world, wanted)
