"""The financial table on screen and as a file: figures, documents behind them, words (S-06, S-07, S-16, S-17, U-76)."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from typing import Any

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure, document_id
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.work_package import WorkPackage
from chalicelib.stores.writes import Write
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.house import Browser, House

NUMBER = 4_242
LOTS = (WorkPackage(NUMBER, "l1", "Maçonnerie", 0, contractor="Dupont & Fils", contract_cents=100_000),
        WorkPackage(NUMBER, "l2", "Plomberie", 1))


def paper(house: House, name: str, kind: str, cents: int | None, *lots: str, **values: Any) -> Document:
    figures = {"gross_cents": FiledFigure(cents, 1.0, "page 1", True)} if cents is not None else {}
    if points := values.pop("points", None):
        figures |= {"progress_bp": FiledFigure(points, 1.0, "confirmed by Claire", True)}
    return Document(NUMBER, document_id(NUMBER, name), kind, f"{name}.pdf", "application/pdf", 9, name, house.now,  # type: ignore[arg-type]
                    reading="done", figures=figures, packages=lots, **values)


def works(house: House, *documents: Document, lots: tuple[WorkPackage, ...] = LOTS) -> Browser:
    ticket = Ticket(NUMBER, "Ravalement", "", house.now, house.now, state="in_progress")
    house.desk(cast.RIVOLI).office.books.commit(Change(added=(ticket, *lots, *documents)))
    return house.signed_in(CLAIRE)


def some(house: House) -> tuple[Document, ...]:
    return (paper(house, "devis", "quote", 50_000, "l2", status="approved"),
            paper(house, "avenant", "change_order", 20_000, "l1", status="approved"),
            paper(house, "decompte", "progress_statement", None, "l1", points=2_550),
            paper(house, "facture", "invoice", 40_000, "l1"), paper(house, "avoir", "credit_note", 1_001, "l1"),
            paper(house, "refusee", "invoice", 99_999, "l1", status="refused"),
            paper(house, "vide", "invoice", None, "l2"))


def cells(text: str, row: str) -> list[str]:
    """The words of each cell of a row."""
    found = re.search(rf'<tr><th scope="row">{row}.*?</tr>', text, re.S)
    assert found, row
    texts = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.S)
    words = (html.unescape(" ".join(re.sub(r"<[^>]+>", " ", t).split())) for t in texts)
    return [w.replace("\u202f", " ").replace("\u00a0", " ") for w in words]


def test_each_figure_is_there_with_the_documents_behind_it(house: House) -> None:
    page = works(house, *some(house)).get(f"/tickets/{NUMBER}/tableau-financier")
    assert cells(page.text, "Maçonnerie") == ["1 000,00 €", "200,00 €", "306,00 € 25,5 %", "389,99 € dont 1 avoir",
                                              "−83,99 € trop facturé"]
    assert cells(page.text, "Plomberie") == ["500,00 € repris des devis validés", "–", "non renseigné",
                                             "0,00 € 1 montant manquant", "– avancement non renseigné"]
    assert cells(page.text, "Total")[0] == "1 500,00 €"
    for kind, lot in (("invoice", "l1"), ("change_order", "l1"), ("progress_statement", "l1"), ("quote", "l2")):
        assert f'href="/tickets/{NUMBER}/documents?type={kind}&amp;lot={lot}"' in page.text
    assert "facturable 306,00 €, reçu 389,99 €" in page.words.replace("\u00a0", " ") or "role=\"img\"" in page.text


def test_what_is_not_known_is_a_dash_and_what_passes_the_contract_is_said(house: House) -> None:
    """The same remark on screen and in the file; without any figure there is no drawing."""
    claire = works(house, paper(house, "facture", "invoice", 250_000, "l1"))
    page = claire.get(f"/tickets/{NUMBER}/tableau-financier")
    assert cells(page.text, "Maçonnerie") == ["1 000,00 €", "–", "non renseigné", "2 500,00 € dépasse le marché",
                                              "– avancement non renseigné"]
    assert cells(page.text, "Plomberie") == ["–", "–", "non renseigné", "–", "–"]
    assert cells(page.text, "Total")[-1] == "– avancement non renseigné"
    assert "bar-over" in page.text
    assert "dépasse le marché" in claire.get(f"/tickets/{NUMBER}/tableau-financier.csv").text.splitlines()[-1]


def test_a_table_without_a_figure_draws_nothing(house: House) -> None:
    page = works(house, lots=(replace(LOTS[0], contract_cents=None), LOTS[1]))
    text = page.get(f"/tickets/{NUMBER}/tableau-financier").text
    assert "<svg" not in text.partition('id="main"')[2]
    assert "0,00" not in text


def test_a_file_of_one_lot_never_speaks_of_lots(house: House) -> None:
    alone = (paper(house, "devis", "quote", 50_000, status="approved"), paper(house, "facture", "invoice", 10_000),
             paper(house, "decompte", "progress_statement", None, points=5_000))
    page = works(house, *alone, lots=()).get(f"/tickets/{NUMBER}/tableau-financier")
    assert cells(page.text, "Dossier")[2:] == ["250,00 € 50 %", "100,00 €", "150,00 €"]
    assert not re.search(r"\b(lots?|projet)\b", page.words.partition("Tableau financier")[2], re.I)


def test_the_file_for_table_programs_holds_plain_numbers_that_add_up(house: House) -> None:
    claire = works(house, *some(house))
    answer = claire.get(f"/tickets/{NUMBER}/tableau-financier.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    titles, *lines = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
    assert lines[0] == ["Maçonnerie", "Dupont & Fils", "1000,00", "200,00", "25,5", "306,00", "389,99", "0,00", "0",
                        "-83,99", "trop facturé"]
    assert [line[0] for line in lines] == ["Maçonnerie", "Plomberie", "Total"]
    for column in (2, 3, 5, 6, 7, 9):
        numbers = [round(float(line[column].replace(",", ".")) * 100) for line in lines]
        assert numbers[-1] == sum(numbers[:-1]), titles[column]


def test_a_lot_named_like_a_formula_stays_a_text(house: House) -> None:
    claire = works(house, lots=(replace(LOTS[0], name="=1+1"), LOTS[1]))
    assert "'=1+1" in claire.get(f"/tickets/{NUMBER}/tableau-financier.csv").text


def test_a_ticket_older_than_the_kept_lines_shows_the_same_table(house: House) -> None:
    claire = works(house, *some(house))
    path = f"/tickets/{NUMBER}/tableau-financier"
    fresh = claire.get(path).without_proof()
    kept = house.desk(cast.RIVOLI).office.tickets.file(NUMBER)
    assert kept is not None
    house.table.write(cast.RIVOLI, [Write("replace", replace(kept.ticket, figured=False))])
    house.table.lines.clear()
    assert claire.get(path).without_proof() == fresh
    again = replace(kept.ticket, figured=True, version=kept.ticket.version + 1)
    house.table.write(cast.RIVOLI, [Write("replace", again)])
    assert claire.get(path).without_proof() != fresh, "the control: with the mark, the kept lines are what is read"


def test_the_page_is_read_in_few_requests_however_many_documents(house: House) -> None:
    claire = works(house, *some(house))
    counts = []
    for extra in (0, 300):
        many = tuple(paper(house, f"f{n}", "invoice", 100, "l1") for n in range(extra))
        for start in range(0, len(many), 40):
            house.desk(cast.RIVOLI).office.books.commit(Change(added=many[start:start + 40]))
        before = house.faults.count
        claire.get(f"/tickets/{NUMBER}/tableau-financier")
        counts.append(house.faults.count - before)
    assert counts[0] == counts[1] <= 4
