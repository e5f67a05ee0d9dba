"""A first day: ten thousand people and five thousand works files from tables, twice; then the screens they fill.

On the fakes the time is our own code's; on the engine, as on one machine, requests are real.
"""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.job import Job, JobKind
from chalicelib.queries.contacts import contacts
from chalicelib.queries.dashboard import Filters, dashboard
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.ports import Office
from chalicelib.usecases.start_import import apply_import, import_prefix, start_import
from infra.bench.counting import Counted
from infra.bench.engine import on_engine
from infra.bench.fake_table import on_fake_table
from infra.bench.pages import timed_page

PEOPLE, FILES = 10_000, 5_000
TRADES = ("plomberie", "peinture", "électricité", "serrurerie", "chauffage")
STREETS = ("rue des Lilas", "quai Voltaire", "allée du Parc", "rue Saint-Denis", "place Carnot")


def run(people: int = PEOPLE, files: int = FILES) -> list[dict[str, Any]]:
    """The whole day on both tables."""
    with on_fake_table() as (office, now, calls):
        lines = _day("fakes", office, now, calls, people, files)
    with on_engine() as place, Counted() as counted:
        return lines + _day("engine", place.office, place.now, lambda: len(counted.names), people, files)


def _day(where: str, office: Office, now: datetime, calls: Callable[[], int], people: int,
         files: int) -> list[dict[str, Any]]:
    tables: tuple[tuple[JobKind, bytes], ...] = (("contractors", _people(people)), ("tickets", _files(files, people)))
    lines = []
    for turn in ("first", "again"):
        for kind, content in tables:
            lines.append({"bench": f"import_{kind}_{turn}_{where}"} | _taken_in(office, kind, content, turn, now))
    asked = "peinture lilas 77"
    lines.append(_timed(f"directory_search_{where}", lambda: contacts(office, "contractor", asked), calls))
    lines.append(_timed(f"directory_page_{where}", lambda: contacts(office, "contractor"), calls))
    lines.append(_timed(f"dashboard_after_import_{where}", lambda: dashboard(office, Filters(view="all")), calls))
    lines.append(timed_page(f"dashboard_page_after_import_{where}", office, "/?vue=all", now, calls))
    return lines


def _taken_in(office: Office, kind: JobKind, content: bytes, turn: str, now: datetime) -> dict[str, Any]:
    """Checked, then imported; how long each took, and the longest single step."""
    from infra.seed.cast import CLAIRE

    key = f"{import_prefix(office.agency.id)}{turn}/{kind}.csv"
    office.files.put(key, content, "text/csv")
    job_id = start_import(office, CLAIRE, kind, key, f"{kind}.csv", 100_000_000, now)
    checked, longest = _steps(office, job_id, now)
    job = _job(office, job_id)
    started = time.perf_counter()
    if job.checked.good:
        apply_import(office, CLAIRE, job_id, now)
        longest = max(longest, _steps(office, job_id, now)[1])
    took, job = time.perf_counter() - started, _job(office, job_id)
    return {"check_s": round(checked, 1), "apply_s": round(took, 1), "longest_step_s": round(longest, 2),
            "new": job.applied.new, "same": job.applied.same, "bad": job.checked.bad}


def _steps(office: Office, job_id: str, now: datetime) -> tuple[float, float]:
    longest = whole = 0.0
    more = True
    while more:
        started = time.perf_counter()
        more = advance_job(office, job_id, now) == "more"
        took = time.perf_counter() - started
        whole, longest = whole + took, max(longest, took)
    return whole, longest


def _job(office: Office, job_id: str) -> Job:
    job = office.jobs.job(job_id)
    if job is None:
        raise LookupError(job_id)
    return job


def _timed(name: str, act: Callable[[], object], calls: Callable[[], int]) -> dict[str, Any]:
    before = calls()
    act()
    requests, times = calls() - before, []
    for _ in range(7):
        started = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - started))
    return {"bench": name, "ms": round(statistics.median(times), 1), "requests": requests}


def _people(count: int) -> bytes:
    return _table(["Nom", "E-mail", "Téléphone", "Métiers", "Ville"], [
        [f"Entreprise {TRADES[n % 5].title()} {n}", f"contact{n}@firme{n}.example" if n % 50 else "pas une adresse",
         f"01 {n // 1000:02} {n // 100 % 100:02} {n % 100:02} 11", TRADES[n % 5], f"{n % 90} {STREETS[n % 7 % 5]}"]
        for n in range(count)])


def _files(count: int, people: int) -> bytes:
    return _table(["Référence", "Titre", "Description", "Adresse du bien", "Lot", "Priorité", "Entreprise"], [
        [f"D-{n}", f"Incident {n}", "Voir photos.", "12 rue des Lilas, 75020 Paris", "lot 4",
         "urgente" if n % 9 == 0 else "", f"contact{n * 50 % people + 1}@firme{n * 50 % people + 1}.example"]
        for n in range(count)])


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()
