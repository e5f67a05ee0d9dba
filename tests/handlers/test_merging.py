"""The windows of Fusionner, of Scinder and of a letter to several owners: refused in words, done once (D-28, D-9)."""

from __future__ import annotations

import re

from chalicelib.domain.message import Message
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Answer, House


def test_a_file_is_united_with_a_likely_twin(house: House, ours: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/fusionner"
    page = claire.get(path)
    assert f'name="into" value="{ours.twin}"' in page.text
    done = claire.post(path, page.form(path) | {"into": str(ours.twin)})
    assert (done.status, done.headers["location"]) == (303, f"/tickets/{ours.twin}")
    assert f"T-{ours.number}" in claire.get(f"/tickets/{ours.twin}").words
    again = claire.get(path)
    assert f"déjà réuni avec T-{ours.twin}" in again.words
    assert f'href="/tickets/{ours.number}/rouvrir"' in again.text


def test_a_wrong_number_is_refused_beside_its_field(house: House, ours: Ids, theirs: Ids) -> None:
    """The number of another agency's file is a number of nobody."""
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/fusionner"
    nobody = "Aucun dossier ne porte ce numéro."
    for typed, sentence in ((f"T-{theirs.number}", nobody), ("99999", nobody), ("douze", nobody),
                            (f"t-{ours.number}", "C’est ce dossier-ci"), (str(ours.shut), "Ce dossier est clos"),
                            ("", "Choisissez l’autre dossier.")):
        refused = claire.post(path, {"nonce": "n", "other": typed})
        assert refused.status == 422, typed
        assert sentence in refused.words
        assert f'value="{typed}"' in refused.text


def test_a_file_that_is_over_cannot_be_united(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    path = f"/tickets/{ours.shut}/fusionner"
    assert "n’est plus possible" in claire.get(path).words
    assert claire.post(path, {"nonce": "n", "other": str(ours.number)}).status == 409


def test_a_message_becomes_a_file(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    path = f"/tickets/{ours.number}/messages/{ours.message}/scinder"
    assert f'href="{path}"' in claire.get(f"/tickets/{ours.number}").text
    form = claire.get(path).form(path)
    assert form["title"]
    refused = claire.post(path, form | {"title": "", "description": "Texte gardé"})
    assert refused.status == 422
    assert "Texte gardé" in refused.text
    done = claire.post(path, form | {"title": "Un second problème", "description": "Le volet."})
    assert claire.post(path, form | {"title": "Un second problème", "description": "Le volet."}).headers == done.headers
    assert "Un second problème" in claire.get(done.headers["location"]).words
    assert "déjà son propre dossier" in claire.get(path).words
    assert f'href="{path}"' not in claire.get(f"/tickets/{ours.number}").text


def test_a_letter_to_owners_goes_to_those_ticked(house: House, ours: Ids) -> None:
    office = house.desk(cast.RIVOLI).office
    number = open_ticket(office, CLAIRE, NewTicket("co", "Fuite", "Ça coule.", "voltaire12"), house.now)
    claire, path = house.signed_in(CLAIRE), f"/tickets/{number}/ecrire/informer-proprietaire"
    page = claire.get(path)
    assert _ticked(page) == ["durand", "garnier"]
    form = {name: value for name, value in page.form(path).items() if name != "to"} | {"act": "send"}
    nobody = claire.post(path, form | {"body": "Bonjour à vous."})
    assert nobody.status == 422
    assert "Choisissez au moins un destinataire." in nobody.words
    assert "Bonjour à vous." in nobody.text
    assert _ticked(nobody) == [], "what was unticked stays so"
    assert claire.post(path, form | {"to": ["garnier"]}).status == 303
    sent = [m for m in office.tickets.log(number) if isinstance(m, Message)]
    assert [m.party_id for m in sent] == ["garnier"]


def _ticked(page: Answer) -> list[str]:
    return re.findall(r'name="to" value="([^"]*)" checked', page.text)
