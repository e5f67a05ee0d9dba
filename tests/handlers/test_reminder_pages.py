"""What a ticket will do by itself is said on its page, and stopped, resumed or put to rest there (D-32, U-48, U-50)."""

from __future__ import annotations

from chalicelib.domain.ticket import Ticket
from infra.seed.cast import CLAIRE
from tests.builders.story import mission
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import Browser, House


def ticket(house: House, ids: Ids) -> Ticket:
    file = house.desk(cast.RIVOLI).office.tickets.file(ids.number)
    assert file is not None
    return file.ticket


def asked(house: House, ids: Ids) -> tuple[Browser, str]:
    """A second firm was asked today, Monday 23 November 2026."""
    mission(house.desk(cast.RIVOLI), ids.number, "second", party_id="", email="autre@entreprise.example")
    return house.signed_in(CLAIRE), f"/tickets/{ids.number}"


def test_the_page_says_who_is_reminded_next_and_when(house: House, ours: Ids) -> None:
    claire, page = asked(house, ours)
    words = claire.get(page).words
    assert "Prochaine relance le mercredi 25 novembre à" in words
    assert "le devis" in words
    claire.get("/langue/en?retour=/")
    assert "Next reminder on Wednesday 25 November to" in claire.get(page).words


def test_reminders_are_stopped_and_resumed(house: House, ours: Ids) -> None:
    claire, page = asked(house, ours)
    assert claire.post(f"{page}/relances", {"act": "stop", "kind": "all"}).status == 303
    assert ticket(house, ours).muted == ("all",)
    words = claire.get(page).words
    assert "Toutes les relances sont arrêtées sur ce dossier." in words
    assert "Prochaine relance" not in words
    claire.post(f"{page}/relances", {"act": "resume", "kind": "all"})
    assert ticket(house, ours).muted == ()
    assert "Relances reprises" in claire.get(page).words
    claire.post(f"{page}/relances", {"act": "stop", "kind": "quote"})
    assert "Relances arrêtées : le devis" in claire.get(page).words.replace("\xa0", " ")


def test_a_kind_that_none_of_our_buttons_names_is_not_found(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    for kind in ("", "promise", "<b>", "everything"):
        assert claire.post(f"/tickets/{ours.number}/relances", {"act": "stop", "kind": kind}).status == 404
    assert ticket(house, ours).muted == ()


def test_a_rest_has_a_day_to_come_and_a_reason_and_what_was_typed_is_kept(house: House, ours: Ids) -> None:
    claire, page = asked(house, ours)
    faults = {
        ("", ""): ("Cette date n’est pas valable.", "Ce champ est nécessaire."),
        ("2026-11-23", "Voyage"): ("Choisissez un jour à venir.",),
        ("2029-01-01", "Voyage"): ("Choisissez un jour dans l’année",),
        ("hier", "Voyage"): ("Cette date n’est pas valable.",), ("2026-12-01", "x" * 301): ("Ce texte est trop long.",),
    }
    for (until, reason), said in faults.items():
        answer = claire.post(f"{page}/pause", {"until": until, "reason": reason})
        assert answer.status == 422
        assert all(one in answer.words for one in said), answer.words
        assert answer.form(f"{page}/pause")["reason"] == reason
    assert ticket(house, ours).snoozed_until is None


def test_a_ticket_at_rest_leaves_the_list_of_work_and_comes_back_when_asked(house: House, ours: Ids) -> None:
    claire, page = asked(house, ours)
    assert f"T-{ours.number}" in claire.get("/?vue=us").words
    claire.post(f"{page}/pause", {"until": "2026-12-01", "reason": "Travaux reportés après Noël"})
    assert f"T-{ours.number} ·" not in claire.get("/?vue=us").words
    resting = claire.get("/?vue=paused").words
    assert f"T-{ours.number} ·" in resting
    assert "En pause 1" in resting
    words = claire.get(page).words
    assert "En pause jusqu’au mardi 1er décembre" in words
    assert "Travaux reportés après Noël" in words
    claire.post(f"{page}/pause", {"act": "end"})
    assert ticket(house, ours).snoozed_until is None
    assert f"T-{ours.number} ·" in claire.get("/?vue=us").words


def test_a_closed_ticket_cannot_rest(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    claire.post(f"/tickets/{ours.number}/annuler", {"nonce": "c", "reason": "Doublon"})
    answer = claire.post(f"/tickets/{ours.number}/pause", {"until": "2026-12-01", "reason": "x"})
    assert answer.status == 409
    assert "Relances automatiques" not in claire.get(f"/tickets/{ours.number}").words
