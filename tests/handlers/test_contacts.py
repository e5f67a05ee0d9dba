"""The directory on its screens: who may change it, what is kept in error, and what its tables hold (U-67, U-112)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.party import Party
from chalicelib.stores.commit import Books
from chalicelib.usecases.advance_job import advance_job
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House

FIRM = {"onglet": "entreprises", "nonce": "a", "name": "Zinguerie Moreau", "emails": "contact@moreau.example",
        "unconfirmed": "", "phone": "01 44 00 00 01", "language": "fr", "place": "Lyon",
        "trades": "Couverture, zinguerie",
        "siret": "732 829 320 00074", "insurance_until": "2027-01-31", "urssaf_until": "", "reference": ""}


def claire(house: House) -> Browser:
    return house.signed_in(CLAIRE)


def party(house: House, name: str) -> Party:
    return next(e for e in house.table.items.values() if isinstance(e, Party) and e.name == name)


@pytest.mark.parametrize(("asked", "found"), [
    ("electricite", ["Électricité Bonnet"]), ("PLOMBERIE boulogne", ["Eau & Gaz Services"]),
    ("0143000024", ["Peinture du Canal"]),
    ("01 43 00 00 24", ["Peinture du Canal"]), ("@elec-bonnet", ["Électricité Bonnet"]),
    ("compta@plomberie", ["Plomberie Marchal"]),
    ("personne", [])])
def test_a_search_finds_by_any_word_without_accents(house: House, asked: str, found: list[str]) -> None:
    words = claire(house).get(f"/contacts?q={asked.replace(' ', '+').replace('@', '%40')}").words
    firms = [p.name for p in (*(e for e in house.table.items.values() if isinstance(e, Party)),)
             if p.role == "contractor" and p.name in words]
    assert sorted(firms) == sorted(found)
    assert ("Rien ne correspond" in words) is not bool(found)


def test_lists_and_searches_are_paged_without_losing_anybody(house: House) -> None:
    books = Books(house.table, cast.RIVOLI)
    for n in range(130):
        books.commit(Change(added=(Party(f"o{n:03}", "other", f"Voisin {n:03}"),)))
    browser = claire(house)
    for query in ("onglet=autres", "onglet=autres&q=voisin"):
        seen, path = [], f"/contacts?{query}"
        while path:
            text = browser.get(path).text
            seen += [part.split("<")[0] for part in text.split('class="title" href="/contacts/')[1:]]
            _, _, rest = text.partition('<a class="btn" href="/contacts?')
            path = "/contacts?" + rest.split('"')[0].replace("&amp;", "&") if rest else ""
        assert [s.split(">")[1] for s in seen] == [f"Voisin {n:03}" for n in range(130)]
    assert browser.get("/contacts?onglet=autres&q=voisin&suite=abc").status == 404


def test_a_firm_is_recorded_once_and_shown(house: House) -> None:
    browser = claire(house)
    first, again = browser.post("/contacts/nouveau", FIRM), browser.post("/contacts/nouveau", FIRM)
    assert (first.status, again.status) == (303, 303)
    assert first.headers["location"] == again.headers["location"]
    page = browser.get(first.headers["location"]).words
    assert "Zinguerie Moreau" in page
    assert "732 829 320 00074" in page
    assert "31 janv. 2027" in page
    other = browser.post("/contacts/nouveau", FIRM | {"name": "Autre"})
    assert other.status == 409
    assert other.form("/contacts/nouveau")["name"] == "Autre"
    double = browser.post("/contacts/nouveau", FIRM | {"nonce": "b"})
    assert double.status == 422
    assert "Déjà dans le répertoire." in double.words


def test_faults_are_all_named_and_what_was_typed_is_kept(house: House) -> None:
    wrong = FIRM | {"name": "", "emails": "pas bon", "siret": "123", "insurance_until": "31/02/2027"}
    answer = claire(house).post("/contacts/nouveau", wrong)
    assert answer.status == 422
    for sentence in ("Ce champ est nécessaire.", "Cette adresse e-mail n’est pas valable.", "Ce SIRET n’existe pas",
                     "Cette date n’est pas valable."):
        assert answer.words.count(sentence) == 2, sentence
    kept = answer.form("/contacts/nouveau")
    assert {name: kept[name] for name in ("emails", "siret", "trades")} == {
        name: wrong[name] for name in ("emails", "siret", "trades")}


def test_a_colleague_s_change_is_never_undone(house: House) -> None:
    browser = claire(house)
    fields = browser.get("/contacts/marchal/modifier").form("/contacts/marchal/modifier")
    assert browser.post("/contacts/marchal/modifier", fields | {"phone": "01 11"}).status == 303
    late = browser.post("/contacts/marchal/modifier", fields | {"place": "Nice"})
    assert late.status == 409
    kept = late.form("/contacts/marchal/modifier")
    assert (kept["place"], kept["version"]) == ("Nice", "1")
    assert browser.post("/contacts/marchal/modifier", kept).status == 303
    assert party(house, "Plomberie Marchal").place == "Nice"


def test_an_address_in_doubt_is_nobody_s_until_it_is_confirmed(house: House) -> None:
    directory = house.desk(cast.RIVOLI).office.directory
    doubtful = cast.DOUBTFUL[cast.RIVOLI]
    assert directory.address(doubtful) is None
    assert claire(house).post("/contacts/marchal/confirmer", {"email": doubtful}).status == 303
    found = directory.address(doubtful)
    assert found is not None
    assert [h.party_id for h in found.holders] == ["marchal"]
    assert party(house, "Plomberie Marchal").unconfirmed == ()


def test_a_new_phone_reaches_the_open_file_and_not_what_was_typed_for_it(house: House, ours: Ids) -> None:
    office = house.desk(cast.RIVOLI).office
    file = office.tickets.file(ours.number)
    assert file is not None
    assert file.ticket.tenant is not None
    named = replace(file.ticket, tenant=replace(file.ticket.tenant, name="Le gardien"))
    office.books.commit(Change(changed=(named,)))
    browser = claire(house)
    fields = browser.get("/contacts/petit/modifier").form("/contacts/petit/modifier")
    assert browser.post("/contacts/petit/modifier", fields | {"phone": "07 00", "name": "M. Luc Grand"}).status == 303
    kind, job_id = house.queues.waiting[-1]
    assert (kind, advance_job(office, job_id, house.now)) == ("job", "done")
    file = office.tickets.file(ours.number)
    assert file is not None
    assert file.ticket.tenant is not None
    assert (file.ticket.tenant.name, file.ticket.tenant.phone) == ("Le gardien", "07 00")
    assert advance_job(office, job_id, house.now) == "gone"


def test_a_person_leads_to_his_files_and_units(house: House, ours: Ids) -> None:
    browser = claire(house)
    for name in ("petit", "garnier", "marchal"):
        assert f'href="/tickets/{ours.number}"' in browser.get(f"/contacts/{name}").text, name
    owner = browser.get("/contacts/garnier").words
    assert "8 quai Voltaire, 75007 Paris, lot 12" in owner
    assert "quote-part 2/3" in owner


def test_accountants_and_readers_read_only(house: House) -> None:
    for user in cast.STAFF[cast.RIVOLI][1:]:
        browser = house.signed_in(user)
        page = browser.get("/contacts/marchal")
        assert page.status == 200
        assert "/modifier" not in page.text
        before = house.snapshot()
        for path in ("/contacts/marchal/modifier", "/contacts/nouveau", "/biens/nouveau", "/biens/lilas4/modifier",
                     "/contacts/marchal/confirmer", "/biens/lilas4/baux/nouveau", "/biens/lilas4/mandats/nouveau"):
            assert browser.post(path, FIRM | {"email": cast.DOUBTFUL[cast.RIVOLI], "address": "x"}).status == 403, path
        assert house.snapshot() == before


def test_a_table_that_leaves_holds_no_formula_and_comes_back_as_it_was(house: House) -> None:
    books = Books(house.table, cast.RIVOLI)
    for n, name in enumerate(("=1+1", "+33 Plomberie", "-Tiret", "@Arobase", "Simple; \"guillemets\"")):
        books.commit(Change(added=(Party(f"x{n}", "other", name),)))
    browser = claire(house)
    answer = browser.get("/contacts/export?onglet=autres")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert sorted(r["Nom"] for r in rows) == sorted(
        ["'=1+1", "'+33 Plomberie", "'-Tiret", "'@Arobase", 'Simple; "guillemets"'])
    text = browser.get("/contacts/export?q=bonnet").text.lstrip("\ufeff")
    one = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(r["Nom"], r["Assurance jusqu’au"]) for r in one] == [("Électricité Bonnet", "30/09/2026")]


def test_a_unit_a_lease_and_a_mandate_from_their_forms(house: House) -> None:
    browser = claire(house)
    made = browser.post("/biens/nouveau", {"address": "4 rue Neuve, Lyon", "label": "lot 1", "building": "Le Neuf"})
    path = made.headers["location"].partition("?")[0]
    assert browser.post("/biens/nouveau", {"address": "4 RUE NEUVE, Lyon", "label": "Lot 1"}).status == 422
    lease = {"tenant": "M. Luc Petit", "starts_on": "2026-01-01", "ends_on": "", "rent": "850,50"}
    assert browser.post(f"{path}/baux/nouveau", lease).status == 303
    assert browser.post(f"{path}/baux/nouveau", lease).status == 303
    assert browser.post(f"{path}/baux/nouveau", lease | {"tenant": "Inconnu"}).status == 422
    assert browser.post(f"{path}/baux/nouveau", lease | {"ends_on": "2025-01-01"}).status == 422
    mandate = {"owner_0": "paul.durand@courriel.example", "share_0": "1/3", "owner_1": "Mme Hélène Garnier",
               "share_1": "2/3", "starts_on": "2026-01-01", "ceiling": "300", "vote_rule": "two_thirds"}
    assert browser.post(f"{path}/mandats/nouveau", mandate).status == 303
    wrong = browser.post(f"{path}/mandats/nouveau", mandate | {"share_1": "1/3", "starts_on": "2026-02-01"})
    assert wrong.status == 422
    assert "Les parts doivent faire un tout" in wrong.words
    page = browser.get(path).words
    for said in ("Le Neuf", "M. Luc Petit", "850,50", "1/3", "2/3", "300,00", "Deux tiers des quotes-parts"):
        assert said in page.replace("\u202f", ""), said
    tenant = party(house, "M. Luc Petit")
    assert tenant.place == "4 rue Neuve, Lyon, lot 1"
    moved = {"address": "6 rue Neuve, Lyon", "label": "lot 1", "version": "0"}
    assert browser.post(f"{path}/modifier", moved).status == 303
    assert party(house, "M. Luc Petit").place == "6 rue Neuve, Lyon, lot 1"


def test_templates_can_be_filled_and_handed_in_again(house: House) -> None:
    browser = claire(house)
    for slug in ("entreprises", "proprietaires", "biens", "locataires", "mandats", "tickets"):
        answer = browser.get(f"/contacts/importer/modele?quoi={slug}")
        headings, sample = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
        assert len(headings) == len(sample)
        assert slug in answer.headers["content-disposition"]
