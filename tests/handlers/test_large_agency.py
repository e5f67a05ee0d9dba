"""An agency of many firms and units: small windows, searches without a script, nothing typed is lost (U-8)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.party import Party
from chalicelib.domain.property import Unit
from chalicelib.queries import firms, places
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Answer, House
from tests.handlers.test_requests import cost

TRADES = ("plomberie", "peinture", "électricité")


def _firm(n: int) -> Party:
    return Party(f"f{n}", "contractor", f"Firme {n:03}", (f"f{n}@firmes.example",), trades=(TRADES[n % 3],),
                 place="Paris 20e" if n % 10 == 0 else "Lille", insurance_until=date(2026, 1, 1) if n == 77 else None)


def _unit(n: int) -> Unit:
    return Unit(f"u{n}", f"lot {n}", f"{n} rue du Moulin, 59000 Lille")


@pytest.fixture
def large(house: House, ours: Ids) -> Ids:
    """More firms and units than a list bears."""
    for count, make in ((firms.FEW + 80, _firm), (places.FEW + 50, _unit)):
        makers: Callable[[int], object] = make
        for start in range(0, count, 40):
            house.desk(cast.RIVOLI).office.books.commit(
                Change(added=tuple(makers(n) for n in range(start, min(count, start + 40)))))
    house.later(minutes=2)  # lists of a filter are read once a minute
    return ours


def radios(answer: Answer, name: str) -> list[str]:
    return re.findall(rf'type="radio" name="{name}" value="([^"]*)"', answer.text)


def test_missionner_offers_the_file_s_firms_then_advice(house: House, large: Ids) -> None:
    page = house.signed_in(CLAIRE).get(f"/tickets/{large.number}/ecrire/missionner")
    shown = radios(page, "recipient")
    assert shown[0] == "marchal", "already on this file"
    assert shown[-1] == "other"
    assert len(shown) <= firms.SHOWN + 2
    assert {int(i[1:]) % 3 for i in shown if re.fullmatch(r"f\d+", i)} == {0}, "plumbers, for a leak"
    assert len(page.text) < 40_000


def test_a_search_without_a_script_keeps_what_was_typed(house: House, large: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{large.number}/ecrire/missionner"
    fields = claire.get(path).form(path) | {
        "act": "search", "entreprise": "peinture 076", "body": "Mon texte à moi.", "document": large.document}
    sent = claire.post(path, fields)
    assert (sent.status, sent.headers["location"].split("?")[1]) == (303, "entreprise=peinture+076")
    page = claire.get(sent.headers["location"])
    assert "f76" in radios(page, "recipient")
    assert "Mon texte à moi." in page.text
    assert re.search(rf'value="{large.document}" checked', page.text)
    typed = page.form(path)
    del typed["document"]  # a quote of another firm
    chosen = claire.post(path, typed | {"act": "send", "recipient": "f76", "anyway": "1"})
    assert chosen.status == 303
    file = house.desk(cast.RIVOLI).office.tickets.file(large.number)
    assert file is not None
    assert file.assignment("f76") is not None


def test_a_search_as_one_types_writes_nothing(house: House, large: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    before = house.snapshot()
    part = claire.get(f"/tickets/{large.number}/ecrire/missionner?entreprise=firme+07&recipient=f12",
                      **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert house.snapshot() == before
    assert {"f70", "f79", "f12"} <= set(radios(part, "recipient"))
    assert 'value="f12" checked' in part.text, "the one chosen before stays"
    assert "expirée" in part.words, "a lapsed certificate is said in the choice"
    assert "<header class=\"top\"" not in part.text


def test_nothing_found_is_said(house: House, large: Ids) -> None:
    page = house.signed_in(CLAIRE).get(f"/tickets/{large.number}/ecrire/missionner?entreprise=introuvable")
    assert "Aucune entreprise ne correspond." in page.words


def test_a_lapsed_firm_is_refused_with_its_field(house: House, large: Ids) -> None:
    """E-C26: 422 beside the field, text kept; with a reason it leaves."""
    claire, path = house.signed_in(CLAIRE), f"/tickets/{large.number}/ecrire/missionner"
    fields = claire.get(path).form(path) | {"recipient": "f77", "act": "send", "body": "Gardez-moi.", "anyway": "1"}
    refused = claire.post(path, fields)
    assert refused.status == 422
    assert 'aria-describedby="reason-fault"' in refused.text
    assert "Gardez-moi." in refused.text
    assert 'value="f77" checked' in refused.text
    assert claire.post(path, refused.form(path) | {"recipient": "f77", "act": "send", "reason": "Papier attendu demain",
                                                   "anyway": "1"}).status == 303


def test_a_unit_is_searched_for_a_new_ticket(house: House, large: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    assert "<option" not in claire.get("/tickets/nouveau").text.partition("Bien")[2].partition("description")[0]
    fields = {"nonce": "n", "title": "Fuite", "description": "Ça coule.", "priority": "normal", "act": "search",
              "bien": "moulin lot 242"}
    found = claire.post("/tickets/nouveau", fields)
    assert (found.status, radios(found, "unit_id")) == (200, ["u242"])
    assert 'value="Fuite"' in found.text
    opened = claire.post("/tickets/nouveau", fields | {"act": "", "unit_id": "u242"})
    assert opened.status == 303
    ticket = house.desk(cast.RIVOLI).office.tickets.file(int(opened.headers["location"].rpartition("/")[2]))
    assert ticket is not None
    assert ticket.ticket.place == "242 rue du Moulin, 59000 Lille, lot 242"


def test_modifier_searches_too_and_keeps_its_unit(house: House, large: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{large.number}/modifier"
    assert radios(claire.get(path), "unit_id") == [cast.PLACES[cast.RIVOLI]]
    found = claire.post(path, claire.get(path).form(path) | {
        "act": "search", "bien": "moulin lot 242", "title": "Gardé", "unit_id": cast.PLACES[cast.RIVOLI]})
    assert found.status == 200
    assert set(radios(found, "unit_id")) == {cast.PLACES[cast.RIVOLI], "u242"}
    assert 'value="Gardé"' in found.text


def test_the_dashboard_filters_by_words_of_the_place(house: House, large: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    page = claire.get("/?vue=all")
    assert 'name="lieu"' in page.text
    assert f"/tickets/{large.number}\"" in claire.get("/?vue=all&lieu=lilas").text
    assert f"/tickets/{large.number}\"" not in claire.get("/?vue=all&lieu=moulin").text
    assert len(cost(house, "/?vue=all&lieu=lilas")) <= 3


def test_no_window_reads_the_directory_row_by_row(house: House, large: Ids) -> None:
    ticket = f"/tickets/{large.number}"
    for path in (f"{ticket}/ecrire/missionner", f"{ticket}/ecrire/missionner?entreprise=firme", "/tickets/nouveau",
                 f"{ticket}/modifier", f"{ticket}/fusionner"):
        assert len(cost(house, path)) <= 6, (path, cost(house, path))


def test_a_new_ticket_like_another(house: House, ours: Ids) -> None:
    """From a closed file: the same place, ready to be changed; a number of nobody gives an empty form."""
    claire = house.signed_in(CLAIRE)
    page = claire.get(f"/tickets/nouveau?comme={ours.shut}")
    assert 'value="Clos rivoli"' in page.text
    assert f'value="{cast.PLACES[cast.RIVOLI]}" selected' in page.text
    for odd in ("99999", "x", "", "²"):
        assert claire.get(f"/tickets/nouveau?comme={odd}").status == 200
