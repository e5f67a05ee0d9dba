"""The documents' pages as people use them: list, history, description, import, status, comment (S-08 to S-33)."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import pytest

import app
from chalicelib.domain.access_record import access_key
from chalicelib.domain.approval import Choice
from chalicelib.domain.author import of_office
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, Status
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.spoken_word import AGREED, REFUSED
from chalicelib.domain.work_package import WorkPackage
from chalicelib.handlers.web.paper_labels import ACTS
from chalicelib.handlers.web.paper_words import told
from chalicelib.usecases.add_upload import upload_prefix
from chalicelib.usecases.comment_document import comment_document
from chalicelib.usecases.replace_document import replace_document
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.papers import START, paper
from tests.handlers import cast
from tests.handlers.filled import PDF, Ids
from tests.handlers.house import Answer, Browser, House

LOTS = (("plomb", "Plomberie"), ("elec", "Électricité"))


def commit(house: House, *added: object) -> None:
    house.desk(cast.RIVOLI).office.books.commit(Change(added=added))


def documents(house: House, number: int) -> tuple[Document, ...]:
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    assert file
    return file.documents


def at(house: House, number: int, document_id: str) -> Document:
    return next(d for d in documents(house, number) if d.id == document_id)


def divided(house: House, number: int) -> None:
    commit(house, *(WorkPackage(number, name, title, place) for place, (name, title) in enumerate(LOTS)))


def add(house: House, ticket: int, name: str, *args: Any, **more: Any) -> Document:
    found = replace(paper(name, *args, **more), ticket_number=ticket)
    commit(house, found)
    return found


def claire(house: House) -> Browser:
    return house.signed_in(CLAIRE)


def rows(answer: Answer) -> list[str]:
    return re.findall(r'class="title"[^>]*>([^<]+)</a>', answer.text)


def test_the_list_shows_every_document_by_type_and_speaks_of_lots_only_when_there_are_several(
        house: House, ours: Ids) -> None:
    """S-08, S-13, S-14, D-1."""
    for name, kind in (("rapport", "report"), ("devis", "quote")):
        add(house, ours.twin, name, kind)
    page = claire(house).get(f"/tickets/{ours.twin}/documents")
    assert rows(page) == ["devis.pdf", "rapport.pdf"]
    assert "Tous les lots" not in page.words
    divided(house, ours.twin)
    add(house, ours.twin, "prises", "invoice", gross=5_000, packages=("elec",))
    page = claire(house).get(f"/tickets/{ours.twin}/documents")
    assert rows(page) == ["devis.pdf", "prises.pdf", "rapport.pdf"]
    assert "Tous les lots" in page.words
    assert "Dossier entier" in page.words


def test_the_tab_of_a_lot_shows_its_documents_only(house: House, ours: Ids) -> None:
    """S-09, S-13: deposited in a lot, present in both menus."""
    divided(house, ours.number)
    add(house, ours.number, "prises", "invoice", gross=5_000, packages=("elec",))
    page = claire(house).get(f"/tickets/{ours.number}/documents?lot=elec")
    assert rows(page) == ["prises.pdf"]
    assert "/ajouter?lot=elec" in page.text
    assert claire(house).get(f"/tickets/{ours.number}/documents?lot=nowhere").status == 404


def test_a_long_list_is_read_page_by_page_in_one_request_each(house: House, ours: Ids) -> None:
    """U-44: pages of fifty, the count in the caption."""
    for start in range(0, 120, 40):
        commit(house, *(replace(paper(f"photo {n}", "photo", age=n % 7), ticket_number=ours.number)
                        for n in range(start, start + 40)))
    browser, seen, where = claire(house), [], f"/tickets/{ours.number}/documents?type=photo"
    while where:
        page = browser.get(where)
        assert "<caption class=\"vh\">120 documents" in page.text
        assert len(rows(page)) <= 50
        seen += rows(page)
        found = re.search(r'href="([^"]*suite=[^"]*)"', page.text)
        where = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("query", ["suite=abc", "suite=W10=", "suite=%00", "suite=" + quote("e30=")])
def test_a_cursor_that_is_not_ours_is_unknown(house: House, ours: Ids, query: str) -> None:
    assert claire(house).get(f"/tickets/{ours.number}/documents?{query}").status == 404


def test_each_row_leads_to_its_history_and_its_menu(house: House, ours: Ids) -> None:
    """S-32: a click on the row, a right click, or « … » > Voir les détails; without a script, a link."""
    page = claire(house).get(f"/tickets/{ours.number}/documents")
    where = f"/tickets/{ours.number}/pieces/{ours.document}/historique"
    assert page.text.count(f'href="{where}"') == 2
    assert "Voir les détails" in page.words
    history = claire(house).get(where)
    assert history.status == 200
    for act in ("", "/modifier", "/version"):
        assert f'href="/tickets/{ours.number}/pieces/{ours.document}{act}"' in history.text


def test_a_document_that_came_by_mail_has_its_arrival_as_first_line(house: House, ours: Ids) -> None:
    """S-31: document added, by whom, when."""
    page = claire(house).get(f"/tickets/{ours.number}/pieces/{ours.document}/historique")
    assert "Document ajouté · Plomberie Marchal" in page.words


def describe(house: House, ours: Ids, browser: Browser, **typed: Any) -> Answer:
    where = f"/tickets/{ours.number}/pieces/{ours.document}/modifier"
    return browser.post(where, browser.get(where).form(where) | typed)


def test_information_amount_and_lots_are_edited_and_told(house: House, ours: Ids) -> None:
    """S-11, S-12, S-30."""
    divided(house, ours.number)
    answer = describe(house, ours, claire(house), kind="invoice", information="Solde", gross_cents="120,00",
                      vat_cents="20", lot=["plomb", "elec"], part_plomb="100", part_elec="20")
    assert answer.status == 303
    found = at(house, ours.number, ours.document)
    assert (found.kind, found.information, found.gross_cents, found.packages, found.parts) == (
        "invoice", "Solde", 12_000, ("plomb", "elec"), (10_000, 2_000))
    words = claire(house).get(answer.headers["location"]).words
    assert "Montant TTC : 1 284,50 € → 120,00 €" in words
    assert "Type : devis → facture" in words
    assert "Lots : – → Plomberie, Électricité" in words


def test_faults_are_all_shown_and_what_was_typed_stays(house: House, ours: Ids) -> None:
    divided(house, ours.number)
    answer = describe(house, ours, claire(house), gross_cents="1.284", information="x" * 501, lot=["plomb", "elec"],
                      part_plomb="douze")
    assert answer.status == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert 'value="1.284"' in answer.text
    assert 'value="douze"' in answer.text
    assert len(re.findall(r'name="lot"[^>]* checked>', answer.text)) == 2


def test_somebody_else_was_faster(house: House, ours: Ids) -> None:
    """U-39: nothing is overwritten unseen, nothing typed is lost."""
    browser = claire(house)
    where = f"/tickets/{ours.number}/pieces/{ours.document}/modifier"
    form = browser.get(where).form(where)
    describe(house, ours, house.signed_in(KARIM), information="Karim")
    answer = browser.post(where, form | {"information": "Claire"})
    assert answer.status == 409
    assert "Claire" in answer.form(where)["information"]
    assert browser.post(where, answer.form(where)).status == 303
    assert at(house, ours.number, ours.document).information == "Claire"


def test_a_vote_holds_the_amount_fast(house: House, ours: Ids) -> None:
    """D-12: the document that is put to its owner."""
    (asked,) = [n for n in range(1000, 1020) for d in _of(house, n) if d.status == "in_approval"]
    (document,) = [d for d in _of(house, asked) if d.status == "in_approval"]
    where = f"/tickets/{asked}/pieces/{document.id}/modifier"
    browser = claire(house)
    page = browser.get(where)
    assert "ne changent que par une nouvelle version" in page.words
    assert browser.post(where, page.form(where) | {"gross_cents": "1"}).status == 422


def _of(house: House, number: int) -> tuple[Document, ...]:
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    return file.documents if file else ()


def arrive(house: House, ours: Ids, name: str, content: bytes) -> str:
    key = upload_prefix(cast.RIVOLI, ours.number) + f"{len(content)}/{name}"
    house.files.objects[key] = (content, "binary/octet-stream")
    return f"/tickets/{ours.number}/ajoute?key={quote(key, safe='')}"


def test_importing_asks_for_type_information_amount_and_lot(house: House, ours: Ids) -> None:
    """S-10, S-11: the window of the manual."""
    divided(house, ours.number)
    browser = claire(house)
    page = browser.get(arrive(house, ours, "facture-12.pdf", PDF + b"facture") + "&lot=elec")
    form = page.form(f"/tickets/{ours.number}/ajoute")
    assert (form["kind"], form["lot"]) == ("invoice", "elec")
    answer = browser.post(f"/tickets/{ours.number}/ajoute", form | {
        "kind": "progress_statement", "information": "Situation n° 2", "gross_cents": "500"})
    found = at(house, ours.number, answer.headers["location"].split("/")[-2])
    assert (found.kind, found.information, found.gross_cents, found.packages, found.who) == (
        "progress_statement", "Situation n° 2", 50_000, ("elec",), "Claire Dumas")
    assert "Document ajouté" in browser.get(answer.headers["location"]).words


def test_a_refused_import_keeps_the_file_and_the_form(house: House, ours: Ids) -> None:
    browser = claire(house)
    page = browser.get(arrive(house, ours, "plan.pdf", PDF + b"plan"))
    form = page.form(f"/tickets/{ours.number}/ajoute") | {"gross_cents": "douze", "information": "Le plan"}
    before = len(documents(house, ours.number))
    refused = browser.post(f"/tickets/{ours.number}/ajoute", form)
    assert refused.status == 422
    again = refused.form(f"/tickets/{ours.number}/ajoute")
    assert (again["key"], again["information"]) == (form["key"], "Le plan")
    assert len(documents(house, ours.number)) == before
    assert browser.post(f"/tickets/{ours.number}/ajoute", again | {"gross_cents": ""}).status == 303


def test_a_file_that_is_already_there_is_shown_not_added(house: House, ours: Ids) -> None:
    browser = claire(house)
    for name, said in (("a.pdf", False), ("b.pdf", True)):
        page = browser.get(arrive(house, ours, name, PDF + b"the same"))
        answer = browser.post(f"/tickets/{ours.number}/ajoute", page.form(f"/tickets/{ours.number}/ajoute"))
        assert ("déjà dans le dossier" in browser.get(answer.headers["location"]).words) is said


def test_a_new_version_is_imported_from_the_history(house: House, ours: Ids) -> None:
    """U-74: the list says what it replaces and by how much."""
    browser = claire(house)
    assert "Remplace devis-rivoli.pdf" in browser.get(
        f"/tickets/{ours.number}/pieces/{ours.document}/version").words
    page = browser.get(arrive(house, ours, "devis-v2.pdf", PDF + b"v2") + f"&remplace={ours.document}")
    form = page.form(f"/tickets/{ours.number}/ajoute")
    assert (form["replaces"], form["kind"]) == (ours.document, "quote")
    browser.post(f"/tickets/{ours.number}/ajoute", form | {"gross_cents": "1404,50", "vat_cents": "127,68"})
    words = browser.get(f"/tickets/{ours.number}/documents").words
    assert "v2, remplace v1 (+120,00 €)" in words
    old = browser.get(f"/tickets/{ours.number}/pieces/{ours.document}/historique").words
    assert "Cette version a été remplacée" in old
    assert "Enregistrer le statut" not in old


def test_the_status_form_refuses_an_old_page_and_keeps_the_note(house: House, ours: Ids) -> None:
    """S-19, U-72, D-10."""
    browser = claire(house)
    page = f"/tickets/{ours.number}/pieces/{ours.document}"
    form = browser.get(f"{page}/historique").form(f"{page}/statut") | {
        "status": "approved", "source": "phone", "note": "D’accord au téléphone."}
    describe(house, ours, house.signed_in(KARIM), information="Karim")
    answer = browser.post(f"{page}/statut", form)
    assert answer.status == 409
    kept = answer.form(f"{page}/statut")
    assert (kept["status"], kept["note"], kept["anyway"]) == ("approved", "D’accord au téléphone.", "1")
    assert browser.post(f"{page}/statut", kept).status == 303
    words = browser.get(f"{page}/historique").words
    assert "Statut : Validé" in words
    assert "D’accord au téléphone." in words
    assert browser.post(f"{page}/statut", {"status": "approved", "source": "phone", "note": ""}).status == 422


def test_comments_stand_at_the_bottom_of_the_history(house: House, ours: Ids) -> None:
    """S-33, U-75."""
    browser = claire(house)
    page = f"/tickets/{ours.number}/pieces/{ours.document}"
    form = browser.get(f"{page}/historique").form(f"{page}/commenter")
    assert browser.post(f"{page}/commenter", form | {"text": " "}).status == 422
    for _ in range(2):
        assert browser.post(f"{page}/commenter", form | {"text": "<b>Voir</b> page 2"}).status == 303
    text = browser.get(f"{page}/historique").text
    assert text.count("&lt;b&gt;Voir&lt;/b&gt; page 2") == 1
    assert text.index("page 2") < text.index("/commenter")


def test_one_click_tells_a_new_version_from_another_document(house: House, ours: Ids) -> None:
    first = add(house, ours.number, "un", gross=100, number="D-9", age=3, party_id="eaugaz")
    second = add(house, ours.number, "deux", gross=200, number="D-9", age=1, party_id="eaugaz",
                 warnings=("maybe_new_version",))
    browser = claire(house)
    where = f"/tickets/{ours.number}/pieces/{second.id}/remplacer"
    form = browser.get(f"/tickets/{ours.number}").form(where)
    assert form["old"] == first.id
    assert browser.post(where, form | {"act": "confirm"}).status == 303
    assert at(house, ours.number, second.id).replaces == first.id
    assert where not in browser.get(f"/tickets/{ours.number}").text


def test_a_reader_looks_and_finds_no_form(house: House, ours: Ids) -> None:
    rose = house.signed_in(cast.ROSE)
    for path in ("documents", f"pieces/{ours.document}/historique"):
        page = rose.get(f"/tickets/{ours.number}/{path}")
        assert page.status == 200
        assert 'method="post"' not in page.text.replace('action="/deconnexion"', "").replace(
            '<form method="post" ><input', "")
    assert "Importer" not in rose.get(f"/tickets/{ours.number}/documents").words


def test_votes_are_shown_with_shares_and_words(house: House, ours: Ids) -> None:
    """S-25, U-73: who accepted or refused, and when."""
    (asked,) = [n for n in range(1000, 1020) for d in _of(house, n) if d.status == "in_approval"]
    (document,) = [d for d in _of(house, asked) if d.status == "in_approval"]
    words = claire(house).get(f"/tickets/{asked}/pieces/{document.id}/historique").words
    assert "0 sur 1 a accepté" in words
    assert "Mme Hélène Garnier" in words
    assert "Unanimité" not in words, "one decider needs no rule"
    assert "En quittant Approbation, les votes en cours seront figés." in words


def test_versions_and_comments_follow_into_the_ticket(house: House, ours: Ids) -> None:
    office = house.desk(cast.RIVOLI).office
    newer = add(house, ours.number, "v2", gross=140_450, party_id="marchal")
    replace_document(office, CLAIRE, ours.number, newer.id, ours.document, house.now)
    comment_document(office, of_office(CLAIRE), ours.number, newer.id, "c", "Bien reçu.", house.now)
    words = claire(house).get(f"/tickets/{ours.number}").words
    assert "1 version remplacée" in words
    assert "Commentaire sur un document" in words
    assert "Bien reçu." in words


def test_who_outside_the_office_has_opened_it_is_shown_for_what_it_is(house: House, ours: Ids) -> None:
    """U-90: a link that was opened may have been opened by a program."""
    firm = cast.FIRMS[cast.RIVOLI][0]
    for document, what in ((ours.document, "opened"), (ours.older, "downloaded")):
        house.files.note(access_key(cast.RIVOLI, ours.number, document, firm, what, house.now))
    words = claire(house).get(f"/tickets/{ours.number}/pieces/{ours.document}/historique").words
    assert "Plomberie Marchal ouvert (peut être un automate)" in words
    assert "téléchargé" not in words


def test_every_help_topic_ends_with_the_question_of_the_manual(house: House, ours: Ids) -> None:
    """S-34: « Avez-vous trouvé votre réponse ? »"""
    rose = house.signed_in(cast.ROSE)
    page = rose.get("/aide?q=importer")
    assert "Avez-vous trouvé votre réponse ?" in page.words
    answer = rose.post("/aide", page.form("/aide") | {"found": "documents:no"})
    assert "Merci, c’est noté." in rose.get(answer.headers["location"]).words
    rose.post("/aide", {"found": "<x>:maybe"})
    assert [key for key in house.files.objects if key.startswith("help/")] == ["help/rivoli/documents/rose~no"]


def test_every_code_that_is_written_into_a_history_has_words() -> None:
    """S-30: a reader never meets a code."""
    written = set()
    for path in (Path(app.__file__).parent / "chalicelib").rglob("*.py"):
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "noted" and isinstance(call.args[2], ast.Constant):
                written.add(call.args[2].value)
    choices = [f"vote_{c}" for c in get_args(Choice)]
    statuses = [f"status_{status or 'none'}" for status in get_args(Status)]
    assert len(written) > 12
    assert written | {*choices, *statuses, AGREED, REFUSED, "question", "directions", "delegated"} <= set(ACTS)


def test_participants_read_the_history_without_what_is_for_the_office_alone() -> None:
    """V-9: a note on a status and the names of other lots stay inside."""
    facts: dict[str, str | int] = {"source": "phone", "note": "Litige en cours", "packages": "Peinture",
                                   "packages_before": "", "information": "Solde", "information_before": ""}
    line = PaperEntry(1, "d", 1, START, "described", "Claire", facts=facts)
    (inside,), (outside,) = told([line], "fr"), told([line], "fr", outside=True)
    assert (inside.said, len(inside.changes)) == (("Litige en cours",), 2)
    assert (outside.said, outside.changes) == ((), (("Informations", "–", "Solde"),))
