"""Windows in which somebody or something is chosen, in an agency of ten thousand firms and as many units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from chalicelib.domain.change import Change
from chalicelib.domain.party import Party
from chalicelib.domain.property import Unit
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.ports import Office
from infra.bench.fake_table import on_fake_table
from infra.bench.pages import timed_page

FIRMS = UNITS = 10_000
AT_ONCE = 40
TRADES = ("plomberie", "peinture", "électricité", "serrurerie", "chauffage")
STREETS = ("rue des Lilas", "quai Voltaire", "allée du Parc", "rue Saint-Denis", "place Carnot")


def run(firms: int = FIRMS, units: int = UNITS) -> list[dict[str, Any]]:
    """Each window with its session, and each search in it."""
    with on_fake_table() as (office, now, calls):
        _fill(office, firms, units)
        number = _ticket(office, now)
        return [timed_page(f"composer_{name}_{firms}", office, path, now, calls) for name, path in (
            ("window", f"/tickets/{number}/ecrire/missionner"),
            ("search", f"/tickets/{number}/ecrire/missionner?entreprise=peinture+77"),
            ("new_ticket", "/tickets/nouveau"), ("edit", f"/tickets/{number}/modifier"),
            ("dashboard", "/?vue=all"), ("merge", f"/tickets/{number}/fusionner"))]


def _ticket(office: Office, now: datetime) -> int:
    from infra.seed.cast import CLAIRE

    form = NewTicket("bench", "Fuite sous l’évier", "L’eau coule dans le meuble.", "unit7")
    return open_ticket(office, CLAIRE, form, now)


def _fill(office: Office, firms: int, units: int) -> None:
    makers: tuple[tuple[int, Callable[[int], object]], ...] = ((firms, _firm), (units, _unit))
    for count, make in makers:
        for start in range(0, count, AT_ONCE):
            office.books.commit(Change(added=tuple(make(n) for n in range(start, min(start + AT_ONCE, count)))))


def _firm(n: int) -> Party:
    return Party(f"firm{n}", "contractor", f"Entreprise {TRADES[n % 5].title()} {n}", (f"contact@firme{n}.example",),
                 f"01 {n:08}", trades=(TRADES[n % 5],), place=f"{n % 90} {STREETS[n % 7 % 5]}, Paris {n % 20 + 1}e",
                 insurance_until=date(2026 + n % 3, 6, 30))


def _unit(n: int) -> Unit:
    address = f"{n // 40} {STREETS[n % 5]}, 750{n % 20 + 1:02} Paris"
    return Unit(f"unit{n}", f"lot {n % 40}", address, reference=f"L-{n}")
