"""Whose paper it is: a quote that a manager filed bears the name of its firm, never her own (D-25, S-11)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.party import Party
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import PDF, Ids
from tests.handlers.house import Browser, House
from tests.handlers.test_uploads import documents, put

GARNIER = Party("peintre", "contractor", "Peinture Garnier", ("devis@garnier.example",), siret="55210055400013")


@pytest.fixture
def claire(house: House, ours: Ids) -> Browser:
    house.desk(cast.RIVOLI).office.books.commit(Change(added=(GARNIER,)))
    return house.signed_in(CLAIRE)


def imported(house: House, ids: Ids, claire: Browser, **typed: str) -> Document:
    """« Importer » as Claire fills it in."""
    before = {d.id for d in documents(house, ids)}
    key = put(house, ids, "DEVIS 2026.pdf", PDF + repr(typed).encode())
    sent = claire.post(f"/tickets/{ids.number}/ajoute", {
        "key": key, "kind": "quote", "gross_cents": "750,00", "vat_cents": "125,00"} | typed)
    assert sent.status == 303, sent.words
    (added,) = [d for d in documents(house, ids) if d.id not in before]
    return added


def test_the_form_offers_the_firms_of_the_file_first(house: House, ours: Ids, claire: Browser) -> None:
    page = claire.get(f"/tickets/{ours.number}/ajoute?key={put(house, ours, 'devis.pdf', PDF)}").text
    options = [line.split('"')[0] for line in page.split('<option value="')[1:]]
    assert "Peinture Garnier" in options


def test_an_imported_quote_bears_its_firm_and_not_her_name(house: House, ours: Ids, claire: Browser) -> None:
    added = imported(house, ours, claire, firm="  peinture   GARNIER ")
    assert (added.issuer, added.issuer_id, added.who) == ("peinture GARNIER", "peintre", CLAIRE.name)
    compared = claire.get(f"/tickets/{ours.number}/comparer")
    assert "peinture GARNIER" in compared.words
    assert f">{CLAIRE.name}</h2>" not in compared.text
    letter = claire.get(f"/tickets/{ours.number}/ecrire/devis-proprietaire?devis={added.id}").words
    assert "Devis de peinture GARNIER" in letter
    assert f"de {CLAIRE.name}" not in letter


def test_a_quote_without_a_firm_is_named_by_its_file(house: House, ours: Ids, claire: Browser) -> None:
    added = imported(house, ours, claire)
    assert added.issuer == ""
    assert f">{CLAIRE.name}</h2>" not in claire.get(f"/tickets/{ours.number}/comparer").text
    letter = claire.get(f"/tickets/{ours.number}/ecrire/devis-proprietaire?devis={added.id}").words
    assert f"Devis de {CLAIRE.name}" not in letter


def test_a_firm_that_is_not_recorded_stays_a_name(house: House, ours: Ids, claire: Browser) -> None:
    added = imported(house, ours, claire, firm="Eau & Gaz")
    assert (added.issuer, added.issuer_id) == ("Eau & Gaz", "")


def test_the_form_proposes_the_firm_that_was_read_and_it_can_be_changed(house: House, ours: Ids,
                                                                        claire: Browser) -> None:
    added = imported(house, ours, claire)
    office = house.desk(cast.RIVOLI).office
    siret = {"siret": FiledFigure("55210055400013", 1.0, "page 1", True)}
    office.books.commit(Change(changed=(replace(added, reading="done", figures=added.figures | siret),)))
    address = f"/tickets/{ours.number}/pieces/{added.id}/modifier"
    form = claire.get(address).form(address)
    assert form["firm"] == "Peinture Garnier"
    assert claire.post(address, form).status == 303
    told = next(d for d in documents(house, ours) if d.id == added.id)
    assert (told.firm, told.firm_id) == ("Peinture Garnier", "peintre")
    history = claire.get(f"/tickets/{ours.number}/pieces/{added.id}/historique").words
    assert "Entreprise : – → Peinture Garnier" in history.replace("\xa0", " ")
    again = claire.get(address).form(address)
    assert claire.post(address, again | {"firm": "Autre maison"}).status == 303
    assert next(d for d in documents(house, ours) if d.id == added.id).issuer == "Autre maison"
