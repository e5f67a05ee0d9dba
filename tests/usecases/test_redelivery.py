"""R-1: the standard corpus, every event one to five times and shuffled, gives the counts of a clean run."""

from __future__ import annotations

import random

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.message import Message
from chalicelib.domain.party import AddressHolder, Party, PartyAddress
from tests.builders.story import address_of, arrive, mail
from tests.builders.worker import settle
from tests.fakes.office import DOMAIN, World

SENDERS, REQUESTS = 20, 100


def tenants(world: World) -> None:
    for n in range(SENDERS):
        party = Party(f"s{n}", "tenant", f"Locataire {n}", (f"s{n}@x.example",))
        holder = AddressHolder(party.id, "tenant", party.name)
        world.office.books.commit(Change(added=(party, PartyAddress(party.email, (holder,)))))


def pdf(n: int, kind: str) -> tuple[str, str, bytes]:
    return (f"{kind} {n}.pdf", "application/pdf", b"%PDF-1.7 " + f"{kind}-{n}".encode())


def rain(world: World, mails: list[tuple[bytes, str]], seed: int, phase: str) -> None:
    """Each mail is announced one to five times, in any order."""
    dice = random.Random(f"{phase}{seed}")
    events = [(n, copy) for n in range(len(mails)) for copy in range(dice.randint(1, 5))]
    dice.shuffle(events)
    for n, copy in events:
        raw, to = mails[n]
        same_delivery = dice.random() < 0.5
        arrive(world, raw, to, delivery=f"{phase}-{n}" if same_delivery else f"{phase}-{n}-{copy}")


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_of_a_clean_run(seed: int) -> None:
    world = World()
    tenants(world)
    intake = f"travaux@{DOMAIN}"
    new = [(mail(f"s{n % SENDERS}@x.example", intake, f"Fuite {n}", f"Il y a une fuite, étage {n}.\n",
                 message_id=f"<n{n}@x.example>", pieces=(pdf(n, "photo"),)), intake) for n in range(REQUESTS)]
    rain(world, new, seed, "new")
    rows = world.office.tickets.rows("all", limit=1000).rows
    assert len(rows) == REQUESTS
    world.later(minutes=10)
    replies = [_reply(world, int(row["number"]), str(row["title"])) for row in rows]
    rain(world, replies, seed, "reply")
    settle(world)
    logs = [world.office.tickets.log(int(row["number"]), limit=500) for row in rows]
    files = [world.office.tickets.file(int(row["number"])) for row in rows]
    assert sum(isinstance(e, Message) for log in logs for e in log) == 2 * REQUESTS
    assert sum(len(file.documents) for file in files if file) == 2 * REQUESTS
    answers = [raw for to, raw in world.mailer.sent if b"Auto-Submitted: auto-replied" in raw]
    assert len(answers) == REQUESTS
    assert world.office.mailbox.review()[0] == []
    assert world.office.tickets.counts()["all"] == REQUESTS
    total = sum(world.table.writes_per_key.values())
    assert max(world.table.writes_per_key.values()) / total <= 0.05, "no hot key (D-3)"


def _reply(world: World, number: int, title: str) -> tuple[bytes, str]:
    file = world.office.tickets.file(number)
    assert file is not None
    address, n = address_of(file.conversations[0]), int(title.split()[-1])
    return mail(f"s{n % SENDERS}@x.example", address, f"Re: {title}", f"Voici la photo {n}.\n",
                message_id=f"<r{n}@x.example>", pieces=(pdf(n, "suite"),)), address
