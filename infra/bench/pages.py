"""The dashboard with a thousand open tickets: time in our code, bytes, and requests, on the engine and the fakes."""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.change import Change
from chalicelib.domain.ticket import Contact, Exchange, Priority, Ticket
from chalicelib.usecases.ports import Office
from infra.bench.counting import Counted
from infra.bench.engine import on_engine
from infra.bench.fake_table import on_fake_table

TICKETS = 1000
TITLES = ("Fuite sous évier", "Chauffe-eau en panne", "Volet roulant bloqué", "Infiltration au plafond",
          "Serrure à remplacer", "VMC bruyante", "Radiateur froid", "Interphone hors service")
STREETS = ("rue des Lilas", "quai Voltaire", "allée du Parc", "rue Saint-Denis", "place Carnot")
NAMES = ("M. Petit", "Mme Nguyen", "M. et Mme Roux", "Mme Haddad", "M. Lefèvre")
PRIORITIES: tuple[Priority, ...] = ("urgent", "high", "normal", "normal", "normal")


def run() -> list[dict[str, Any]]:
    """Both sizes on the fakes, where the time is our own code's, and on the engine, where requests are real."""
    with on_fake_table() as (office, now, calls):
        _fill(office, now)
        lines = [_measured("fakes", office, size, now, calls) for size in (TICKETS, 50)]
    with on_engine() as place, Counted() as counted:
        _fill(place.office, place.now, 50)

        def requests() -> int:
            return len(counted.names)

        lines.append(_measured("engine_of_50", place.office, 50, place.now, requests))
        _fill(place.office, place.now, TICKETS, start=50)
        return lines + [_measured("engine", place.office, n, place.now, requests) for n in (TICKETS, 50)]


def _fill(office: Office, now: datetime, count: int = TICKETS, *, start: int = 0) -> None:
    """Different tickets, as a busy agency would have."""
    for n in range(start, count):
        at = now - timedelta(minutes=n)
        contact = Contact(f"t{n}", f"{NAMES[n % 5]} {n}", "06", f"t{n}@x.example")
        ticket = Ticket(
            5000 + n, f"{TITLES[n % 8]}, {n % 97}", "Voir photos", at, at, priority=PRIORITIES[n % 5],
            state="qualified" if n % 3 else "quoting", place=f"{n % 40 + 1} {STREETS[n % 5]}, lot {n % 30}",
            tenant=contact, owner=contact, quoted_cents=(n * 731) % 400_000 or None, unread=n % 4 == 0,
            last_exchange=Exchange(NAMES[n % 5], "wrote", at))
        office.books.commit(Change(added=(ticket,)))


def _measured(where: str, office: Office, size: int, now: datetime, calls: Callable[[], int]) -> dict[str, Any]:
    path = "/?vue=all&page=tout" if size == TICKETS else "/?vue=all"
    return timed_page(f"dashboard_{size}_{where}", office, path, now, calls)


def timed_page(name: str, office: Office, path: str, now: datetime, calls: Callable[[], int]) -> dict[str, Any]:
    """The median of several renderings of one page, session included."""
    visit = _visitor(office, now)
    visit(path)
    before = calls()
    body = visit(path)
    requests = calls() - before
    times = []
    for _ in range(9):
        started = time.perf_counter()
        body = visit(path)
        times.append(1000 * (time.perf_counter() - started))
    return {"bench": name, "ms": round(statistics.median(times), 1), "bytes": len(body),
            "gzip_bytes": len(gzip.compress(body, 6)), "requests": requests}


def _visitor(office: Office, now: datetime) -> Callable[[str], bytes]:
    """A signed-in manager asking for pages through the application, as API Gateway would."""
    from chalice.test import Client

    import app
    from chalicelib.handlers import cookies
    from chalicelib.usecases.sign_in import new_link, open_session
    from infra.seed import cast

    token = office.secrets.token()
    office.books.commit(new_link(office, cast.CLAIRE, token, "", now))
    opened = open_session(office, cast.CLAIRE.id, token, "", now)
    cookie = f"{cookies.name(cookies.SESSION)}={office.agency.id}.{opened.secret}"

    client = Client(app.app)

    def visit(path: str) -> bytes:
        answer = client.http.get(path, headers={"Cookie": cookie, "Accept": "text/html"})
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
        return bytes(answer.body)
    return visit
