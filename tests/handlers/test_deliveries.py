"""What became of a mail, on the screens: taken back, arrived, lost; addresses that refuse; mails that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.change import Change
from chalicelib.domain.letter import Letter
from chalicelib.domain.sending import SendingAccount
from chalicelib.handlers.events import delivery
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.send_mail import send_mail
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.notices import FULL, enveloped, notice
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import House

MARCHAL = "contact@plomberie-marchal.example"


def opened(house: House, priority: str = "normal") -> int:
    return open_ticket(house.desk(cast.RIVOLI).office, CLAIRE, NewTicket("n", "Fuite", "Ça coule.", "lilas4", priority),
                       house.now)


def written(house: House, number: int, nonce: str = "n1") -> str:
    letter = Letter("mission", nonce, "Demande de devis", "Bonjour Marchal.", party_id="marchal")
    return send_action(house.desk(cast.RIVOLI).office, CLAIRE, number, letter, house.now).mail_id


def left(house: House, number: int) -> str:
    mail_id = written(house, number)
    assert send_mail(house.desk(cast.RIVOLI).office, mail_id, house.now) == "sent"
    return mail_id


def told(house: House, kind: str, mail_id: str, **changes: object) -> dict[str, object]:
    body = enveloped(notice(kind, mail_id, MARCHAL, house.now.isoformat(), **changes))  # type: ignore[arg-type]
    return delivery.record({"Records": [{"messageId": "m1", "body": body}]})


@pytest.fixture
def patient(house: House) -> House:
    """The agency holds its mails for twenty seconds."""
    office = house.desk(cast.RIVOLI).office
    office.books.commit(Change(changed=(replace(office.agency, undo_seconds=20),)))
    bootstrap._office.cache_clear()
    return house


def test_a_held_mail_is_taken_back_without_a_script(patient: House) -> None:
    """U-40: a form under the message, and the letter is open again as it was written."""
    number = opened(patient)
    mail_id = written(patient, number)
    claire = patient.signed_in(CLAIRE)
    page = claire.get(f"/tickets/{number}?envoye={mail_id}")
    way = f"/tickets/{number}/messages/{mail_id}/annuler"
    assert f'action="{way}"' in page.text
    assert 'data-held="20"' in page.text
    back = claire.post(way)
    assert (back.status, back.headers["location"]) == (303, f"/tickets/{number}/ecrire/missionner")
    assert "Bonjour Marchal." in claire.get(back.headers["location"]).text
    after = claire.get(f"/tickets/{number}?envoye={mail_id}").text
    assert "Repris avant son départ" in after
    assert "E-mail repris avant son départ" in after
    assert way not in after


def test_too_late_says_so_in_words(patient: House) -> None:
    number = opened(patient)
    mail_id = written(patient, number)
    patient.later(seconds=21)
    assert send_mail(patient.desk(cast.RIVOLI).office, mail_id, patient.now) == "sent"
    claire = patient.signed_in(CLAIRE)
    way = f"/tickets/{number}/messages/{mail_id}/annuler"
    assert way not in claire.get(f"/tickets/{number}").text
    late = claire.post(way)
    assert late.status == 409
    assert "cet e-mail est parti" in late.text


def test_the_page_says_what_became_of_a_mail(house: House) -> None:
    number = opened(house)
    mail_id = left(house, number)
    claire = house.signed_in(CLAIRE)
    assert "<strong>Envoyé</strong>" in claire.get(f"/tickets/{number}").text
    house.later(minutes=1)
    assert told(house, "Delivery", mail_id) == {"batchItemFailures": []}
    assert "<strong>Remis</strong>" in claire.get(f"/tickets/{number}").text
    assert told(house, "Bounce", mail_id) == {"batchItemFailures": []}
    page = claire.get(f"/tickets/{number}").text
    assert "<strong>Non remis</strong>" in page
    assert "adresse inconnue" in page
    assert 'class="event bad"' in page, "U-60"
    assert "Adresse e-mail à remplacer" in page


def test_an_address_that_refuses_is_tried_again_by_a_manager_only(house: House) -> None:
    number = opened(house)
    told(house, "Bounce", left(house, number))
    claire, karim = house.signed_in(CLAIRE), house.signed_in(KARIM)
    way = "/adresses/contact%40plomberie-marchal.example"
    page = claire.get(way)
    assert "Adresse refusée depuis le" in page.text
    assert "User unknown" in page.text
    assert karim.post(f"{way}/reessayer").status == 403
    for _ in range(2):
        assert claire.post(f"{way}/reessayer").status == 303
    assert "Débloquée par Claire Dumas" in claire.get(way).text


def test_the_composer_keeps_the_text_and_says_since_when_the_address_refuses(house: House) -> None:
    number = opened(house)
    told(house, "Bounce", left(house, number))
    form = {"nonce": "n9", "recipient": "marchal", "subject": "Relance", "body": "Texte gardé.", "mode": "quote",
            "act": "send", "anyway": "1"}
    page = house.signed_in(CLAIRE).post(f"/tickets/{number}/ecrire/relancer", form)
    assert page.status == 422
    assert "Texte gardé." in page.text
    assert "adresse refusée depuis le" in page.text
    assert 'href="/adresses/contact%40plomberie-marchal.example"' in page.text


def test_a_broken_event_never_blocks_its_neighbours(house: House) -> None:
    number = opened(house)
    mail_id = left(house, number)
    good = enveloped(notice("Delivery", mail_id, MARCHAL, house.now.isoformat()))
    foreign = enveloped(notice("Delivery", mail_id, MARCHAL, house.now.isoformat(), agency="nobody"))
    bodies = ["{ not json", foreign, good, "{}"]
    answer = delivery.record({"Records": [{"messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]})
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["m0", "m1"]
    assert "<strong>Remis</strong>" in house.signed_in(CLAIRE).get(f"/tickets/{number}").text


def test_an_event_under_another_agency_finds_nothing(house: House, ours: Ids) -> None:
    """W-11: the tag of one agency never reaches the mail of another."""
    before = house.snapshot()["items"]
    body = enveloped(notice("Bounce", ours.kept, "tiers@rivoli.example", house.now.isoformat(), agency=cast.VOLTAIRE))
    assert delivery.record({"Records": [{"messageId": "m1", "body": body}]}) == {"batchItemFailures": []}
    assert house.snapshot()["items"] == before


def test_managers_are_told_when_the_day_is_spent(house: House) -> None:
    number = opened(house)
    written(house, number)
    claire = house.signed_in(CLAIRE)
    assert "Quota d’envoi" not in claire.get("/").text
    house.sending.known = SendingAccount(closed_by="day", closed_until=house.now + timedelta(minutes=10), hours={
        house.now.replace(minute=0).isoformat(): 200})
    page = claire.get("/").text
    assert "Quota d’envoi atteint" in page
    assert "1 e-mail attend, reprise vers" in page


def test_a_delay_is_only_noted(house: House) -> None:
    number = opened(house)
    mail_id = left(house, number)
    told(house, "DeliveryDelay", mail_id)
    told(house, "Bounce", mail_id, bounce=FULL)
    page = house.signed_in(CLAIRE).get(f"/tickets/{number}").text
    assert "Refusé pour l’instant" in page
    assert "boîte de réception pleine" in page
    assert 'class="event bad"' not in page


def test_documents_are_downloads_and_only_our_own_previews_open(house: House, ours: Ids) -> None:
    """F-1: what somebody sent never opens in the browser; the picture we drew of it does."""
    claire, ticket = house.signed_in(CLAIRE), f"/tickets/{ours.number}"
    assert claire.get(f"{ticket}/pieces/{ours.document}").headers["location"].endswith("inline=False")
    assert claire.get(f"{ticket}/apercu/{ours.document}").headers["location"].endswith("inline=True")
