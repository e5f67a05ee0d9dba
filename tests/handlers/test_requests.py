"""What a page costs: at most three requests to AWS for the pages of every day, and no Scan anywhere."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import House

CODE = Path(__file__).parents[2] / "chalicelib"


def cost(house: House, path: str) -> list[str]:
    """The calls of one visit in a process that has served a page before."""
    claire = house.signed_in(CLAIRE)
    assert claire.get(path).status == 200
    before = house.faults.count
    assert claire.get(path).status == 200
    return house.faults.names[before:]


def test_the_dashboard_of_fifty_costs_three_requests(house: House) -> None:
    desk = house.desk(cast.RIVOLI)
    for n in range(60):
        open_ticket(desk.office, CLAIRE, NewTicket(f"n{n}", f"Fuite {n}", "Texte", "lilas4"), house.now)
    page = house.signed_in(CLAIRE).get("/")
    assert page.text.count('href="/tickets/10') >= 50
    assert len(cost(house, "/")) <= 3
    assert len(cost(house, "/?vue=all&q=fuite")) <= 3


def test_a_ticket_page_costs_three_requests(house: House, ours: Ids) -> None:
    assert len(cost(house, f"/tickets/{ours.number}")) <= 3


def test_no_page_costs_more_than_five(house: House, ours: Ids) -> None:
    ticket = f"/tickets/{ours.number}"
    for path in ("/a-classer", f"{ticket}/ecrire/missionner", f"{ticket}/actions", "/tickets/nouveau",
                 f"{ticket}/ajouter", f"{ticket}/messages/{ours.message}", f"{ticket}/pieces/{ours.document}/corriger"):
        assert len(cost(house, path)) <= 5, (path, cost(house, path))


def test_a_stranger_costs_no_request(house: House) -> None:
    """Without a cookie that could be a session, nothing is looked up."""
    before = house.faults.count
    visitor = house.visitor()
    for path in ("/", "/connexion", "/tickets/1001", "/a-classer"):
        visitor.get(path)
    assert house.faults.count == before


def test_nothing_scans_the_table() -> None:
    calls = re.compile(r"[\"'.]scan[\"'(]|\"Scan\"|'Scan'|\.Scan\b", re.I)
    assert [p.name for p in CODE.rglob("*.py") if calls.search(p.read_text("utf-8"))] == []
