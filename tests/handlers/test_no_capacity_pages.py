"""« Ne peut plus décider » on the contact, in the composer, in the form of a word and behind a link (E-L12)."""

from __future__ import annotations

from chalicelib.usecases.advance_job import advance_job
from infra.seed.cast import CLAIRE
from tests.handlers.decisions import ANNE, put_to_owners
from tests.handlers.house import House

EDIT = "/contacts/garnier/modifier"


def mark(house: House, who: str) -> None:
    """Claire notes that this owner has died; the open files follow."""
    browser, path = house.signed_in(CLAIRE), f"/contacts/{who}/modifier"
    fields = browser.get(path).form(path)
    noted = {"incapable": "deceased", "incapable_since": "2026-11-02", "incapable_note": "Avis du notaire."}
    assert browser.post(path, fields | noted).status == 303
    for kind, key in list(house.queues.waiting):
        if kind == "job":
            advance_job(house.desk(CLAIRE.agency_id).office, key, house.now)


def test_the_contact_shows_the_mark_and_who_made_it(house: House) -> None:
    mark(house, "garnier")
    words = house.signed_in(CLAIRE).get("/contacts/garnier").words
    for said in ("Ne peut plus décider : décédé", "depuis le 2 nov. 2026", "Avis du notaire.",
                 "Historique de la fiche", CLAIRE.name):
        assert said in words, said


def test_only_the_form_of_an_owner_asks_it(house: House) -> None:
    browser = house.signed_in(CLAIRE)
    assert 'name="incapable"' in browser.get(EDIT).text
    assert 'name="incapable"' not in browser.get("/contacts/marchal/modifier").text


def test_a_representative_without_an_address_of_his_own_is_refused_and_what_was_typed_is_kept(house: House) -> None:
    browser = house.signed_in(CLAIRE)
    fields = browser.get(EDIT).form(EDIT) | {"incapable": "guardianship", "representative": "Me Aubert"}
    answer = browser.post(EDIT, fields)
    assert answer.status == 422
    assert "Remplacez aussi l’adresse e-mail par celle du représentant." in answer.words
    assert answer.form(EDIT)["representative"] == "Me Aubert"


def test_the_composer_says_why_he_is_left_out(house: House) -> None:
    decision = put_to_owners(house)
    mark(house, ANNE)
    page = house.signed_in(CLAIRE).get(f"/tickets/{decision.number}/ecrire/devis-proprietaire")
    assert "Son représentant légal est à trouver : rien ne lui est envoyé." in page.words
    assert f'name="to" value="{ANNE}"' not in page.text


def test_the_form_of_a_recorded_word_asks_who_spoke_for_him(house: House) -> None:
    decision = put_to_owners(house)
    path = f"/tickets/{decision.number}/pieces/{decision.paper.id}/accord"
    browser = house.signed_in(CLAIRE)
    assert 'name="representative"' not in browser.get(path).text
    mark(house, ANNE)
    assert 'name="representative"' in browser.get(path).text


def test_an_answer_through_his_link_is_refused_in_clear_words(house: House) -> None:
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    mark(house, ANNE)
    answer = reader.answer("accept", amount=str(decision.paper.gross_cents))
    assert "ne peut plus décider lui-même" in answer.words
    assert not decision.approval().votes
