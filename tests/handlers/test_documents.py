"""The form that corrects a reading: no script, all errors at once, nothing typed is lost (U-39, U-112, U-125)."""

from __future__ import annotations

from chalicelib.domain.document import Document
from infra.seed.cast import CLAIRE, KARIM
from tests.handlers import cast
from tests.handlers.filled import Ids, work
from tests.handlers.house import House


def address(ids: Ids) -> str:
    return f"/tickets/{ids.number}/pieces/{ids.document}/corriger"


def document(house: House, ids: Ids, document_id: str = "") -> Document:
    file = house.desk(cast.RIVOLI).office.tickets.file(ids.number)
    found = file.document(document_id or ids.document) if file else None
    assert found is not None
    return found


def test_the_form_shows_what_was_read_as_a_person_would_type_it(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    assert "Corriger la lecture" in claire.get(f"/tickets/{ours.number}").words
    form = claire.get(address(ours)).form(address(ours))
    assert form["gross_cents"] == "1\u202f284,50"
    assert (form["kind"], form["number"], form["issued_on"]) == ("quote", "D-2026-112", "2026-11-23")
    sent = claire.post(address(ours), form | {"gross_cents": "1 300,00 €"})
    assert (sent.status, sent.headers["location"]) == (303, f"/tickets/{ours.number}#documents")
    page = claire.get(f"/tickets/{ours.number}").words
    assert "1 300,00 €" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "Lecture corrigée" in page
    assert "Les montants ne s’additionnent pas" in page


def test_all_errors_are_said_at_once_and_what_was_typed_is_kept(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    form = claire.get(address(ours)).form(address(ours))
    typed = form | {"gross_cents": "1.284,50", "vat_cents": "douze", "issued_on": "hier", "number": "N-1"}
    before = house.snapshot()
    answer = claire.post(address(ours), typed)
    assert answer.status == 422
    assert answer.words.count("Écrivez un montant comme 1284,50.") == 4, "in the summary and beside both fields"
    assert answer.words.count("Cette date n’est pas valable.") == 2
    assert answer.form(address(ours)) == typed | {"csrf": answer.form(address(ours))["csrf"]}
    for name in ("gross_cents", "vat_cents", "issued_on"):
        assert f'href="#{name}"' in answer.text
        assert f'aria-describedby="{name}-fault"' in answer.text
    assert house.snapshot() == before


def test_a_conflict_keeps_what_was_typed_and_can_be_saved_after_looking(house: House, ours: Ids) -> None:
    claire, karim = house.signed_in(CLAIRE), house.signed_in(KARIM)
    mine, his = (b.get(address(ours)).form(address(ours)) for b in (claire, karim))
    assert karim.post(address(ours), his | {"number": "K-1"}).status == 303
    told = claire.post(address(ours), mine | {"number": "C-1"})
    assert told.status == 409
    assert "a changé pendant votre saisie" in told.words
    kept = told.form(address(ours))
    assert kept["number"] == "C-1"
    assert document(house, ours).taken("number") == "K-1"
    assert claire.post(address(ours), kept).status == 303
    assert document(house, ours).taken("number") == "C-1"


def test_a_reader_sees_no_way_to_correct_or_release(house: House, ours: Ids) -> None:
    page = house.signed_in(cast.ROSE).get(f"/tickets/{ours.number}")
    assert "/corriger" not in page.text
    assert "/liberer" not in page.text


def test_a_manager_releases_and_an_accountant_does_not(house: House, ours: Ids) -> None:
    claire, karim, path = house.signed_in(CLAIRE), house.signed_in(KARIM), f"/tickets/{ours.number}/pieces/{ours.held}"
    assert "/liberer" not in karim.get(f"/tickets/{ours.number}").text
    assert karim.post(f"{path}/liberer").status == 403
    assert claire.get(path).status == 404
    form = claire.get(f"/tickets/{ours.number}").form(f"{path}/liberer")
    assert claire.post(f"{path}/liberer", form).status == 303
    assert claire.get(path).status == 302
    work(house.desk(cast.RIVOLI))
    assert document(house, ours, ours.held).reading == "done"
    page = claire.get(f"/tickets/{ours.number}")
    assert "Pièce libérée" in page.words
    assert f'href="{path}"' in page.text


def test_an_infected_mail_is_filed_by_hand_and_its_piece_never_served(house: House, ours: Ids) -> None:
    """I-1: text kept, attachments stored but never served, previewed, or handed out inside the raw mail."""
    claire = house.signed_in(CLAIRE)
    assert claire.get(f"/a-classer/{ours.infected}/original").status == 404
    number = int(claire.post(f"/a-classer/{ours.infected}/nouveau").headers["location"].rpartition("/")[2])
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    assert file is not None
    (piece,) = file.documents
    page = claire.get(f"/tickets/{number}")
    assert "Virus détecté" in page.words
    assert "/liberer" not in page.text
    assert "/original" not in page.text
    message = page.text.partition('id="m-')[2].partition('"')[0]
    before = house.snapshot()
    assert claire.post(f"/tickets/{number}/pieces/{piece.id}/liberer").status == 409
    for path in (f"pieces/{piece.id}", f"apercu/{piece.id}", f"messages/{message}/original"):
        assert claire.get(f"/tickets/{number}/{path}").status == 404, path
    assert house.snapshot() == before


def test_a_failed_mail_offers_to_be_processed_again(house: House, ours: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/a-classer/{ours.failed}/relancer"
    page = claire.get("/a-classer")
    assert "Relancer le traitement" in page.words
    assert claire.get(f"/a-classer/{ours.failed}/original").status == 302, "the raw mail can be looked at (M-2)"
    sent = claire.post(path, page.form(path))
    assert sent.headers["location"] == "/a-classer?fait=relance"
    assert house.queues.waiting[-1] == ("received", ours.failed)
    assert "Nouvelle lecture demandée" in claire.get("/a-classer?fait=relance").words
