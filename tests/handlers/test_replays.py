"""Double click, back button, two tabs: the second act changes nothing and says what became of the first
(W-13, R-5, E-M14)."""

from __future__ import annotations

import pytest

from infra.seed.cast import CLAIRE
from tests.builders.story import address_of, arrive, mail
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import House
from tests.handlers.routes import LINKS, POSTS, form_of, path_of

ONCE = [r for r in POSTS if not r.startswith(("/connexion", "/deconnexion")) and r not in LINKS]


@pytest.mark.parametrize("route", ONCE)
def test_the_same_form_again_changes_nothing_more(house: House, ours: Ids, route: str) -> None:
    claire = house.signed_in(CLAIRE)
    path, fields = path_of(route, ours), form_of(route, ours)
    first = claire.post(path, fields)
    assert first.status == 303
    after = house.snapshot()
    for minutes in (0, 1, 60):
        house.later(minutes=minutes)
        again = claire.post(path, fields)
        assert (again.status, again.headers["location"]) == (303, first.headers["location"])
        assert house.snapshot() == after


@pytest.mark.parametrize("route", ONCE)
def test_the_form_sent_from_a_second_browser_has_no_second_effect(house: House, ours: Ids, route: str) -> None:
    """A colleague does the same: told so, or taken to the same place."""
    claire, vincent = house.signed_in(CLAIRE), house.signed_in(CLAIRE)
    path, fields = path_of(route, ours), form_of(route, ours)
    proofs = vincent.proof()
    claire.post(path, fields)
    after = house.snapshot()
    assert vincent.post(path, fields, proof=proofs).status in (303, 409)
    assert house.snapshot() == after


def test_two_different_decisions_on_one_mail_are_one(house: House, ours: Ids) -> None:
    """The first counts; the second is told that somebody was faster."""
    claire, marc = house.signed_in(CLAIRE), house.signed_in(cast.MARC)
    proof = marc.proof()
    assert claire.post(f"/a-classer/{ours.waiting}/classer", {"number": str(ours.number)}).status == 303
    after = house.snapshot()
    for act in ("nouveau", "ecarter"):
        answer = marc.post(f"/a-classer/{ours.waiting}/{act}", proof=proof)
        assert answer.status == 409
        assert "plus rapide" in answer.words
    assert house.snapshot() == after


def test_a_form_used_again_for_another_letter_sends_only_the_first_and_says_so(house: House, ours: Ids) -> None:
    """R-5: other body, same key: 422, nothing written. Sent once more, knowingly, the second leaves too."""
    claire = house.signed_in(CLAIRE)
    path = f"/tickets/{ours.number}/ecrire/informer-autre"
    form = {"nonce": "one", "subject": "S", "body": "B", "email": "a@b.example", "name": "A", "mode": "quote",
            "act": "send"}
    first = claire.post(path, form)
    after = house.snapshot()
    second = claire.post(path, form | {"body": "autre", "email": "c@d.example"})
    assert (first.status, second.status) == (303, 422)
    assert "Votre premier e-mail est déjà parti" in second.words
    assert house.snapshot() == after
    kept = second.form(path)
    assert (kept["body"], kept["email"]) == ("autre", "c@d.example")
    assert claire.post(path, kept | {"act": "send"}).status == 303
    assert house.snapshot() != after


def test_a_form_used_again_for_another_ticket_opens_only_the_first_and_says_so(house: House) -> None:
    claire = house.signed_in(CLAIRE)
    form = claire.get("/tickets/nouveau").form("/tickets/nouveau") | {
        "title": "Un", "description": "Texte", "unit_id": "lilas4"}
    assert claire.post("/tickets/nouveau", form).status == 303
    after = house.snapshot()
    told = claire.post("/tickets/nouveau", form | {"title": "Deux"})
    assert told.status == 422
    assert "Ce formulaire a déjà ouvert un dossier" in told.words
    assert house.snapshot() == after
    assert claire.post("/tickets/nouveau", told.form("/tickets/nouveau")).status == 303


def test_a_mail_that_came_while_the_page_was_open_is_not_marked_as_handled(house: House, ours: Ids) -> None:
    """U-39: only what was on the page counts."""
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/traite"
    form = claire.get(f"/tickets/{ours.number}").form(path)
    desk = house.desk(cast.RIVOLI)
    file = desk.office.tickets.file(ours.number)
    assert file is not None
    talk = file.conversations[0]
    house.later(minutes=3)
    arrive(desk, mail(talk.email, address_of(talk), text="Encore moi.\n", message_id="<late@x.example>"),
           address_of(talk), delivery="late")
    assert claire.post(path, form).status == 409
    assert desk.office.tickets.file(ours.number).ticket.answer_due is True
    fresh = claire.get(f"/tickets/{ours.number}").form(path)
    assert claire.post(path, fresh).status == 303
    assert desk.office.tickets.file(ours.number).ticket.answer_due is False


def test_what_was_typed_survives_a_conflict(house: House, ours: Ids) -> None:
    """U-39: the letter is still there, and can leave all the same."""
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/ecrire/informer-autre"
    form = claire.get(path).form(path) | {"subject": "Mon objet", "body": "Ma longue lettre", "email": "a@b.example",
                                          "act": "send", "recipient": ""}
    claire.post(f"/tickets/{ours.number}/traite")
    told = claire.post(path, form)
    assert told.status == 409
    kept = told.form(path)
    assert (kept["subject"], kept["body"], kept["anyway"]) == ("Mon objet", "Ma longue lettre", "1")
    assert claire.post(path, form | kept | {"act": "send"}).status == 303
