"""The pages of one works file: their menu, what they say after an act, what is asked before one (U-42, U-71, U-77)."""

from __future__ import annotations

import re

import pytest

from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids, work
from tests.handlers.house import House


@pytest.mark.parametrize("page", ["", "/documents", "/lots", "/tableau-financier", "/participants", "/preuves"])
def test_each_page_of_a_file_carries_its_menu_and_marks_itself(house: House, ours: Ids, page: str) -> None:
    base = f"/tickets/{ours.number}"
    text = house.signed_in(CLAIRE).get(base + page).text
    menu = re.search(r'<nav class="views small wraps" aria-label="Menu du dossier">(.*?)</nav>', text, re.S)
    assert menu is not None
    links = re.findall(r'href="([^"]+)"', menu[1])
    assert set(links) >= {base, f"{base}/documents", f"{base}/lots", f"{base}/tableau-financier",
                          f"{base}/participants"}
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu[1]) == [base + page]
    assert f'<p class="crumb"><a href="{base}">T-{ours.number} · ' in text or not page


def test_a_statement_that_was_asked_for_is_announced_until_it_is_there(house: House, ours: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/tableau-financier"
    table = claire.get(path)
    assert '<label for="lot">Décompte du lot</label>' in table.text
    asked = claire.post(f"/tickets/{ours.number}/decompte", table.form(f"/tickets/{ours.number}/decompte") | {
        "lot": ours.package})
    where = asked.headers["location"]
    assert "Le décompte se prépare…" in claire.get(where).words
    assert "Aucun document ne correspond" not in claire.get(where).words
    work(house.desk(cast.RIVOLI))
    assert "Le décompte est prêt" in claire.get(where).words


def test_a_lot_is_deleted_only_after_a_question(house: House, ours: Ids) -> None:
    claire, lots = house.signed_in(CLAIRE), f"/tickets/{ours.number}/lots"
    page = claire.get(lots)
    asks = re.findall(rf'href="({lots}/[^"/]+/supprimer)"', page.text)
    assert asks
    assert not re.search(r'<form[^>]+/supprimer"', page.text), "no button deletes at one click"
    before = house.snapshot()
    question = claire.get(asks[0])
    assert "Supprimer ce lot" in question.words
    assert house.snapshot() == before
    done = claire.post(asks[0], question.form(asks[0]))
    assert "Lot supprimé." in claire.get(done.headers["location"]).words


def test_a_person_is_removed_only_after_a_question(house: House, ours: Ids) -> None:
    claire, people = house.signed_in(CLAIRE), f"/tickets/{ours.number}/participants"
    ask = f"{people}/{ours.member}/retirer"
    page = claire.get(people)
    assert f'href="{ask}"' in page.text
    assert f'action="{ask}"' not in page.text
    question = claire.get(ask)
    assert "Son lien n’ouvrira plus rien" in question.words
    done = claire.post(ask, question.form(ask))
    assert "Personne retirée" in claire.get(done.headers["location"]).words


def test_each_act_says_that_it_is_done(house: House, ours: Ids) -> None:
    claire, piece = house.signed_in(CLAIRE), f"/tickets/{ours.number}/pieces/{ours.document}"
    history = claire.get(f"{piece}/historique")
    noted = claire.post(f"{piece}/commenter", history.form(f"{piece}/commenter") | {"text": "À revoir."})
    assert "Commentaire enregistré" in claire.get(noted.headers["location"]).words
    form = claire.get(f"{piece}/historique").form(f"{piece}/statut")
    refused = claire.post(f"{piece}/statut", form | {"status": "refused", "source": "own"})
    assert "Statut enregistré." in claire.get(refused.headers["location"]).words
    lots = f"/tickets/{ours.number}/lots"
    added = claire.post(lots, claire.get(lots).form(lots) | {"names": "Zinguerie"})
    assert "Lots ajoutés." in claire.get(added.headers["location"]).words


def test_a_status_says_before_who_is_written_to_and_what_is_required(house: House, ours: Ids) -> None:
    claire, piece = house.signed_in(CLAIRE), f"/tickets/{ours.number}/pieces/{ours.document}"
    words = claire.get(f"{piece}/historique").words.replace("\xa0", " ")
    assert re.search(r"« Approbation » : .* aussitôt un e-mail", words)
    assert "Note, obligatoire si la réponse vient d’ailleurs" in words


def test_an_agreement_says_what_it_does_and_is_not_offered_where_there_is_one(house: House, ours: Ids) -> None:
    claire, piece = house.signed_in(CLAIRE), f"/tickets/{ours.number}/pieces/{ours.document}"
    assert "valide le document" in claire.get(f"{piece}/accord").words
    assert f'href="{piece}/accord"' in claire.get(f"{piece}/historique").text
    form = claire.get(f"{piece}/historique").form(f"{piece}/statut")
    assert claire.post(f"{piece}/statut", form | {"status": "approved", "source": "own"}).status == 303
    assert f'href="{piece}/accord"' not in claire.get(f"{piece}/historique").text


def test_every_owner_of_a_file_is_among_its_people_with_his_telephone(house: House, ours: Ids) -> None:
    """D-9: before the first letter as after it, and for one request more."""
    desk = house.desk(cast.RIVOLI)
    number = open_ticket(desk.office, CLAIRE, NewTicket("two", "Chauffe-eau", "Froid.", "voltaire12"), house.now)
    before = house.faults.count
    text = house.signed_in(CLAIRE).get(f"/tickets/{number}").text
    assert house.faults.count - before <= 6, "the session, its person and its agency, the file, its log, the owners"
    people = text.partition('id="people"')[2]
    for name, phone in (("M. Paul Durand", "06 10 00 00 01"), ("Mme Hélène Garnier", "06 10 00 00 02")):
        assert re.search(rf"<strong>{name}</strong>.{{0,80}}{phone}|<strong>{name}</strong>.{{0,200}}{phone}", people)
        assert people.count(f"<strong>{name}</strong>") == 1


def test_quotes_are_named_by_their_firm(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    chips = claire.get(f"/tickets/{ours.number}/ecrire/devis-proprietaire").text.partition('class="files"')[2]
    firm = "Plomberie Marchal"
    assert re.search(rf'value="{ours.document}"[^>]*> <span>{firm} · 1.284,50', chips)
    form = claire.get(f"/tickets/{ours.number}/pieces/{ours.document}/historique").form(
        f"/tickets/{ours.number}/pieces/{ours.document}/statut")
    claire.post(f"/tickets/{ours.number}/pieces/{ours.document}/statut", form | {
        "status": "in_approval", "source": "own"})
    card = claire.get(f"/tickets/{ours.number}").text.partition('id="decision"')[2]
    assert re.search(rf'/historique" data-sheet>{firm}</a> · 1.284,50', card)


def test_what_a_person_said_stands_under_its_line_in_quotation_marks(house: House, ours: Ids) -> None:
    claire, note = house.signed_in(CLAIRE), f"/tickets/{ours.number}/noter"
    claire.post(note, claire.get(note).form(note) | {"kind": "call", "text": "Oui, allez-y."})
    assert '<p class="said">«\xa0Oui, allez-y.\xa0»</p>' in claire.get(f"/tickets/{ours.number}").text


def test_a_mandate_shows_as_many_owners_as_it_has_and_one_more(house: House) -> None:
    claire = house.signed_in(CLAIRE)
    fresh, two = (claire.get(f"/biens/{unit}").text for unit in ("lilas4", "voltaire12"))
    for page, path, shown in ((fresh, "/biens/lilas4/mandats/nouveau", 2),
                              (two, re.search(r'href="(/biens/voltaire12/mandats/(?!nouveau)[^"]+)"', two), 3)):
        address = path if isinstance(path, str) else path[1] if path else ""
        assert address in page
        visible, folded = claire.get(address).text.partition('class="field share"')[2].split("D’autres propriétaires")
        assert (visible.count('name="owner_'), folded.count('name="owner_')) == (shown, 6 - shown)
        assert "Plafond sans accord (€ TTC)" in folded
