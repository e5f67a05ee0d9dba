"""The financial table of two hundred packages and five thousand documents: time in our code, bytes, requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure, Kind, Status, document_id
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.ports import Office
from infra.bench.counting import Counted
from infra.bench.engine import on_engine
from infra.bench.fake_table import on_fake_table
from infra.bench.pages import timed_page

NUMBER, PACKAGES, DOCUMENTS, AT_ONCE = 77_001, 200, 5_000, 40
KINDS: tuple[Kind, ...] = ("invoice", "invoice", "invoice", "credit_note", "quote", "change_order",
                           "progress_statement", "photo")
STATUSES: tuple[Status, ...] = ("", "in_approval", "approved", "refused", "paid")
PATH = f"/tickets/{NUMBER}/tableau-financier"


def run() -> list[dict[str, Any]]:
    """On the fakes, where the time is our own code's, and on the engine, where requests are real."""
    with on_fake_table() as (office, now, calls):
        _fill(office, now)
        lines = [timed_page("financial_fakes", office, PATH, now, calls)]
    with on_engine() as place, Counted() as counted:
        _fill(place.office, place.now)
        return [*lines, timed_page("financial_engine", place.office, PATH, place.now, lambda: len(counted.names))]


def _fill(office: Office, now: datetime) -> None:
    ticket = Ticket(NUMBER, "Réhabilitation de la résidence", "", now, now, state="in_progress")
    packages = tuple(WorkPackage(NUMBER, f"lot{n:03}", f"Lot {n}", n, contractor=f"Entreprise {n % 31}",
                                 contract_cents=n * 10_007 if n % 3 else None) for n in range(PACKAGES))
    office.books.commit(Change(added=(ticket,)))
    things = (*packages, *(_paper(n, now) for n in range(DOCUMENTS)))
    for start in range(0, len(things), AT_ONCE):
        office.books.commit(Change(added=things[start:start + AT_ONCE]))


def _paper(number: int, now: datetime) -> Document:
    gross, sha = 1_000 + number * 37 % 900_000, f"{number:064x}"
    amounts = {"gross_cents": gross, "net_cents": gross - gross // 6, "vat_cents": gross // 6}
    figures = {name: FiledFigure(cents, 1.0, "page 1", True) for name, cents in amounts.items()}
    kind = KINDS[number % len(KINDS)]
    if kind == "progress_statement":
        figures = {"progress_bp": FiledFigure(number * 131 % 10_001, 1.0, "page 1", True)}
    lots = tuple(f"lot{(number + step) % PACKAGES:03}" for step in range(1 + number % 3))
    return Document(
        NUMBER, document_id(NUMBER, sha), kind, f"{kind}-{number}.pdf", "application/pdf", 90_000, sha,
        now - timedelta(minutes=number), who="Marchal Plomberie", status=STATUSES[number % len(STATUSES)],
        reading="done", figures=figures, packages=lots)
