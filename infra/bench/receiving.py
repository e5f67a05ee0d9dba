"""Mails per second through `receive_mail` in one process: on the fakes, and on the embedded engine.

Reading PDFs and drawing previews is other functions' work and has its own figure.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.conversation import Conversation, reply_address
from chalicelib.domain.mail import InboundMail
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.ports import Office
from chalicelib.usecases.receive_mail import receive_mail
from infra.bench import corpus
from infra.bench.counting import Counted
from infra.bench.engine import on_engine

MAILS = 200
PASSED = Verdicts("PASS", "PASS", "PASS", "PASS", "PASS")
Store = Callable[[str, bytes], None]


def on_fakes() -> dict[str, Any]:
    from tests.fakes.office import World

    world = World()
    result = _run(world.office, world.files.raw.__setitem__, world.now, lambda: list(world.faults.names))
    return {"bench": "receive_mail_fakes", **result}


def on_the_engine() -> list[dict[str, Any]]:
    """In one process: one mail after the other, and two at a time as the pump of the local mode does."""
    lines = []
    for workers in (1, 2):
        with on_engine() as place, Counted() as counted:
            result = _run(place.office, place.store, place.now, lambda: list(counted.names), workers)
        lines.append({"bench": "receive_mail_engine", "workers": workers, **result})
    return lines


def _run(office: Office, store: Store, now: datetime, calls: Callable[[], list[str]],
         workers: int = 1) -> dict[str, Any]:
    """New requests first, then a reply to each, as they would arrive."""
    for change in corpus.people():
        office.books.commit(change)
    domain, half = office.post.inbound_domain, MAILS // 2
    _deliver(office, store, now, "warm", corpus.request(999, domain), f"travaux@{domain}")
    asked = [(f"n{n}", corpus.request(n, domain), f"travaux@{domain}") for n in range(half)]
    new = _timed(office, store, now, asked, workers)
    addresses = _addresses(office, half)
    before = len(calls())
    later = now + timedelta(hours=1)
    answers = [(f"r{n}", corpus.reply(n, a), a) for n, a in enumerate(addresses)]
    replies = _timed(office, store, later, answers, workers)
    requests = (len(calls()) - before) / half
    return {"mails": MAILS, "per_second": round(MAILS / (new + replies), 1), "new_ms": round(1000 * new / half, 2),
            "reply_ms": round(1000 * replies / half, 2), "requests_per_reply": round(requests, 2)}



def _timed(office: Office, store: Store, now: datetime, mails: list[tuple[str, bytes, str]], workers: int) -> float:
    """Seconds spent in receive_mail alone."""
    for name, raw, _ in mails:
        store(f"inbound/{name}", raw)

    def receive(n: int) -> None:
        name, _, to = mails[n]
        entry = InboundMail(name, f"inbound/{name}", now + timedelta(seconds=n), (to,), {})
        outcome = receive_mail(office, entry, PASSED, now + timedelta(seconds=n))
        if outcome.state != "filed":
            raise AssertionError(f"{name}: {outcome}")
    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(receive, range(len(mails))))
    return time.perf_counter() - started


def _deliver(office: Office, store: Store, now: datetime, name: str, raw: bytes, to: str) -> None:
    store(f"inbound/{name}", raw)
    receive_mail(office, InboundMail(name, f"inbound/{name}", now, (to,), {}), PASSED, now)


def _addresses(office: Office, count: int) -> list[str]:
    """The reply address of each new ticket, in the order of the requests."""
    rows = office.tickets.rows("all", limit=1000).rows
    by_title = {str(row["title"]): int(row["number"]) for row in rows}
    return [_address(office, by_title[f"Fuite numéro {n}"]) for n in range(count)]


def _address(office: Office, number: int) -> str:
    file = office.tickets.file(number)
    if file is None:
        raise LookupError(number)
    conversation: Conversation = file.conversations[0]
    return reply_address(conversation, office.post.inbound_domain)
