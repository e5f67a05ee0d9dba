"""Settings as a manager uses them: defaults, who changed what, nobody's change undone, links that stay (U-108)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.access_link import Session, digest
from chalicelib.domain.change import Change
from chalicelib.stores.commit import Books
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House
from tests.handlers.mailed import ask, deliver, links, use

AGENCY, PACE, STAFF = "/reglages/agence", "/reglages/delais", "/reglages/utilisateurs"
LETTER = "/reglages/modeles/inform_tenant/fr"


@pytest.fixture
def claire(house: House) -> Browser:
    return house.signed_in(CLAIRE)


def test_a_setting_says_its_default_and_who_changed_it(claire: Browser) -> None:
    fields = claire.get(PACE).form(PACE)
    assert "Modifié par" not in claire.get(PACE).words
    assert claire.post(PACE, fields | {"quote_first": "3", "undo_seconds": "20"}).status == 303
    page = claire.get(PACE).words
    assert re.search(r"De 1 à 60\. Par défaut : 2\. Modifié par Claire Dumas le 23 nov\. 2026", page)
    assert claire.post(PACE, claire.get(PACE).form(PACE) | {"act": "defaults"}).status == 303
    assert claire.get(PACE).form(PACE)["quote_first"] == "2"
    assert "Revenir aux valeurs par défaut" not in claire.get(PACE).words


def test_a_colleague_s_settings_are_never_undone(house: House, claire: Browser) -> None:
    marc = house.signed_in(cast.MARC)
    mine, his = claire.get(AGENCY).form(AGENCY), marc.get(AGENCY).form(AGENCY)
    assert marc.post(AGENCY, his | {"phone": "01 11 11 11 11"}).status == 303
    late = claire.post(AGENCY, mine | {"signature": "Le pôle travaux"})
    assert late.status == 409
    kept = late.form(AGENCY)
    assert kept["signature"] == "Le pôle travaux"
    assert "Enregistré entre-temps : 01 11 11 11 11" in late.words
    assert claire.post(AGENCY, kept | {"phone": "01 11 11 11 11"}).status == 303
    found = house.desk(cast.RIVOLI).office.directory.agency()
    assert (found.phone, found.signature) == ("01 11 11 11 11", "Le pôle travaux")
    assert {name: touch.who for name, touch in found.touched.items()} == {
        "phone": "Marc Petit", "signature": "Claire Dumas"}


def test_bad_settings_are_told_next_to_the_field_and_kept(house: House, claire: Browser) -> None:
    fields, before = claire.get(PACE).form(PACE), house.snapshot()
    wrong = {"opens_at": "19:00", "closes_at": "8h", "owner_last": "5", "quote_first": "99"}
    answer = claire.post(PACE, fields | wrong)
    assert answer.status == 422
    for said in ("Cette étape doit venir après la précédente.", "Cette valeur sort des limites indiquées.",
                 "Écrivez une heure comme 08:30."):
        assert said in answer.words
    assert answer.form(PACE)["quote_first"] == "99"
    assert "entre-temps" not in answer.words
    assert claire.post(AGENCY, claire.get(AGENCY).form(AGENCY) | {"name": " "}).status == 422
    assert house.snapshot() == before


def test_a_change_is_seen_at_once_here_and_within_a_minute_elsewhere(house: House, claire: Browser) -> None:
    """Without a request for it on each page: another process keeps its copy for the rest of its minute."""
    elsewhere = bootstrap.office(cast.RIVOLI)
    assert claire.post(AGENCY, claire.get(AGENCY).form(AGENCY) | {"name": "Rivoli Gestion"}).status == 303
    assert "Rivoli Gestion" in claire.get("/").words
    assert elsewhere.agency.name == "Agence Rivoli"
    bootstrap._office.cache_clear()
    asked = int(house.now.timestamp() // bootstrap.AGENCY_KEPT_SECONDS)
    house.now += timedelta(seconds=bootstrap.AGENCY_KEPT_SECONDS)
    assert int(house.now.timestamp() // bootstrap.AGENCY_KEPT_SECONDS) == asked + 1
    assert bootstrap.office(cast.RIVOLI).agency.name == "Rivoli Gestion"
    claire.get("/")
    before = house.faults.count
    claire.get("/")
    assert house.faults.count - before <= 3


def test_no_setting_breaks_a_link_already_sent(house: House, claire: Browser, ours: Ids) -> None:
    visitor = house.visitor()
    paths = (f"/pieces/{ours.piece}", f"/connexion/{ours.token}")
    before = [visitor.get(path).status for path in paths]
    claire.post(AGENCY, claire.get(AGENCY).form(AGENCY) | {"name": "Autre nom", "language": "en", "signature": "S"})
    claire.post(PACE, claire.get(PACE).form(PACE) | {"undo_seconds": "120", "opens_at": "10:00", "quote_first": "1"})
    assert [visitor.get(path).status for path in paths] == before
    assert use(visitor, f"/connexion/{ours.token}").status == 303


def test_the_signature_ends_the_next_letter(claire: Browser, ours: Ids) -> None:
    claire.post(AGENCY, claire.get(AGENCY).form(AGENCY) | {"signature": "Le pôle travaux\nde Rivoli"})
    path = f"/tickets/{ours.number}/ecrire/informer-locataire"
    assert claire.get(path).form(path)["body"].endswith("Bien cordialement,\nLe pôle travaux\nde Rivoli")


def test_somebody_invited_signs_in_and_is_what_the_invitation_said(house: House, claire: Browser) -> None:
    fields = claire.get(f"{STAFF}/inviter").form(f"{STAFF}/inviter")
    invited = {"name": "Nadia Sow", "email": "Nadia@Rivoli.example", "role": "reader", "language": "en"}
    assert claire.post(f"{STAFF}/inviter", fields | invited).status == 303
    deliver(house)
    nadia = house.visitor()
    ask(house, nadia, "nadia@rivoli.example")
    assert use(nadia, links(house)[-1]).status == 303
    page = nadia.get("/moi").words
    assert "Nadia Sow" in page
    assert "Reader" in page
    assert nadia.get("/reglages").status == 403


def test_an_address_of_another_agency_is_refused_without_telling_whose_it_is(house: House, claire: Browser) -> None:
    fields = claire.get(f"{STAFF}/inviter").form(f"{STAFF}/inviter") | {"name": "X", "role": "reader"}
    before = house.snapshot()
    said = []
    for email in (cast.VERA.email, cast.ROSE.email):
        answer = claire.post(f"{STAFF}/inviter", fields | {"email": email})
        assert answer.status == 422
        assert answer.form(f"{STAFF}/inviter")["email"] == email
        said.append(answer.without_proof().replace(email, "E"))
        assert "Voltaire" not in answer.words
        assert "Vera" not in answer.words.replace(email, "")
    assert len(set(said)) == 1
    assert house.snapshot() == before


def test_an_access_taken_away_closes_what_was_open(house: House, claire: Browser) -> None:
    rose = house.signed_in(cast.ROSE)
    assert rose.get("/").status == 200
    assert claire.post(f"{STAFF}/rose/acces", {"act": "close"}).status == 303
    assert rose.get("/").status == 303
    assert "sans accès" in claire.get(STAFF).words
    house.later(minutes=1)
    assert claire.post(f"{STAFF}/rose/acces", {"act": "open"}).status == 303
    assert rose.get("/").status == 303
    assert house.signed_in(cast.ROSE).get("/").status == 303, "opened at the very moment of the change"


def test_the_last_manager_is_told_why_he_stays(house: House, claire: Browser) -> None:
    assert claire.post(f"{STAFF}/marc/acces", {"act": "close"}).status == 303
    assert "/acces" not in claire.get(f"{STAFF}/claire").text
    form = claire.get(f"{STAFF}/claire").form(f"{STAFF}/claire")
    for path, fields in ((f"{STAFF}/claire/acces", {"act": "close"}), (f"{STAFF}/claire", form | {"role": "reader"})):
        answer = claire.post(path, fields)
        assert answer.status == 422
        assert "dernier gestionnaire actif" in answer.words


def test_signing_out_everywhere_leaves_no_browser_in(house: House, claire: Browser) -> None:
    phone = house.signed_in(CLAIRE)
    assert phone.get("/").status == 200
    gone = claire.post("/moi/deconnecter")
    assert (gone.status, gone.headers["location"]) == (303, "/connexion")
    assert claire.cookies.get(house.cookie("session")) is None
    assert phone.get("/").status == 303
    house.later(seconds=1)
    secret = "claire.a-secret-of-forty-characters-or-so-it-is"
    opened = Session(digest(secret), "claire", "C", CLAIRE.email, "manager", "fr", house.now, house.now + timedelta(1))
    Books(house.table, cast.RIVOLI).commit(Change(added=(opened,)))
    assert Browser(house, {house.cookie("session"): f"rivoli.{secret}"}).get("/").status == 200


def test_one_s_own_language_and_light(house: House, claire: Browser) -> None:
    assert claire.post("/moi", {"language": "en", "look": "dark"}).status == 303
    page = claire.get("/moi")
    assert '<html lang="en" data-look="dark">' in page.text
    assert house.desk(cast.RIVOLI).office.directory.user("claire").language == "en"
    claire.post("/moi", {"language": "xx", "look": "<b>"})
    assert '<html lang="en" data-look="dark">' in claire.get("/").text
    claire.post("/moi", {"language": "fr", "look": ""})
    assert '<html lang="fr">' in claire.get("/").text


def test_a_letter_is_worded_seen_kept_and_given_back(house: House, claire: Browser, ours: Ids) -> None:
    write = f"/tickets/{ours.number}/ecrire/informer-locataire"
    built, fields = claire.get(write).form(write), claire.get(LETTER).form(LETTER)
    body = "Cher {{ locataire }},\n\n{{ titre }} à {{ adresse }}."
    typed = fields | {"subject": "{{ reference }} : un mot", "body": body}
    before = house.snapshot()
    seen = claire.post(LETTER, typed | {"act": "preview"})
    assert seen.status == 200
    assert "Cher M. Petit," in seen.words
    assert (seen.form(LETTER)["body"], house.snapshot()) == (typed["body"], before)
    assert claire.post(LETTER, typed | {"act": "save"}).status == 303
    own = claire.get(write).form(write)
    assert own["subject"] == f"T-{ours.number} : un mot"
    assert own["body"].startswith("Cher M. Petit,\n\n")
    assert "votre texte, par Claire Dumas" in claire.get("/reglages/modeles").words
    assert claire.post(LETTER, claire.get(LETTER).form(LETTER) | {"act": "original"}).status == 303
    assert claire.get(write).form(write)["body"] == built["body"]
    assert "retour à l’original, par Claire Dumas" in claire.get("/reglages/modeles").words


def test_a_letter_with_a_field_it_may_not_use_is_refused_by_name(house: House, claire: Browser) -> None:
    fields, before = claire.get(LETTER).form(LETTER), house.snapshot()
    body = "Le prix : {{ devis }}, {{ nom_du_chien }}, {{ manque }}"
    answer = claire.post(LETTER, fields | {"body": body, "act": "save"})
    assert answer.status == 422
    for said in ("Un montant ne va jamais à un locataire. « {{ devis }} »",
                 "Ce champ n’existe pas. « {{ nom_du_chien }} »",
                 "Ce champ n’a pas de sens dans cette lettre. « {{ manque }} »"):
        assert said in answer.words
    assert "nom_du_chien" in answer.form(LETTER)["body"]
    assert house.snapshot() == before


def test_a_colleague_s_letter_is_never_undone(house: House, claire: Browser) -> None:
    marc = house.signed_in(cast.MARC)
    mine, his = claire.get(LETTER).form(LETTER), marc.get(LETTER).form(LETTER)
    assert marc.post(LETTER, his | {"body": "Le texte de Marc.", "act": "save"}).status == 303
    late = claire.post(LETTER, mine | {"body": "Le texte de Claire.", "act": "save"})
    assert late.status == 409
    assert late.form(LETTER)["body"] == "Le texte de Claire."
    assert "Le texte de Marc." in late.words
    assert claire.post(LETTER, late.form(LETTER) | {"act": "save"}).status == 303


def test_a_letter_of_one_agency_is_no_other_s(house: House, claire: Browser) -> None:
    """W-11: the address is the same, the text is each agency's own."""
    claire.post(LETTER, claire.get(LETTER).form(LETTER) | {"body": "Secret de Rivoli.", "act": "save"})
    page = house.signed_in(cast.VERA).get(LETTER)
    assert page.status == 200
    assert "Secret" not in page.text


@pytest.mark.parametrize("path", [f"/reglages/modeles/{end}" for end in ("edit/fr", "mission/de", "x/fr")])
def test_letters_that_do_not_exist_are_not_found(claire: Browser, path: str) -> None:
    assert claire.get(path).status == 404
    assert claire.post(path, {"act": "save", "subject": "x", "body": "y"}).status == 404


def test_hostile_words_of_a_setting_stay_words(house: House, claire: Browser, ours: Ids) -> None:
    hostile = "{{ 7*7 }} {% for x in y %} <script>alert(1)</script>"
    claire.post(AGENCY, claire.get(AGENCY).form(AGENCY) | {"name": hostile, "signature": hostile})
    path = f"/tickets/{ours.number}/ecrire/informer-locataire"
    assert hostile in claire.get(path).form(path)["body"]
    for page in (claire.get("/"), claire.get(AGENCY), claire.get(path)):
        assert "<script>alert" not in page.text
