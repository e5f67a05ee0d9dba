"""« Bon à payer » and « décompte »: written by the worker, filed once, changing no figure (S-06, S-13, S-16)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.financial import financial_table
from chalicelib.domain.financial_line import line_of
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.ask_made_paper import ask_statement, ask_voucher
from infra.seed import cast
from tests.builders.files import file_at, quote
from tests.builders.worker import work
from tests.fakes.office import World
from tests.usecases.test_order import papers, text_of


def invoice(world: World, number: int) -> Document:
    found = quote(world, number, gross=60_000, vat=10_000, kind="invoice")
    world.office.books.commit(Change(changed=(replace(found, status="approved"),)))
    return next(d for d in world.file(number).documents if d.id == found.id)


def test_the_voucher_of_an_approved_invoice_is_written_once() -> None:
    world = World()
    number = file_at(world, "in_progress")
    found = invoice(world, number)
    for _ in range(3):
        ask_voucher(world.office, cast.KARIM, number, found.id, world.now)
        work(world)
    (paper,) = papers(world, number, "payment_voucher")
    text = text_of(world, paper)
    for words in ("Bon à payer", "Plomberie Marchal", "600,00 €", "500,00 €", "Mme Hélène Garnier",
                  "Bon à payer donné par Karim Benali"):
        assert words in text, words


def test_what_is_not_approved_is_not_to_be_paid() -> None:
    world = World()
    number = file_at(world, "in_progress")
    found = invoice(world, number)
    world.office.books.commit(Change(changed=(replace(found, status="refused"),)))
    with pytest.raises(Conflict, match="not_payable"):
        ask_voucher(world.office, cast.KARIM, number, found.id, world.now)
    with pytest.raises(NotFound):
        ask_voucher(world.office, cast.KARIM, number, "nowhere", world.now)


def test_an_invoice_refused_before_the_worker_came_gets_no_voucher() -> None:
    world = World()
    number = file_at(world, "in_progress")
    found = invoice(world, number)
    ask_voucher(world.office, cast.KARIM, number, found.id, world.now)
    world.office.books.commit(Change(changed=(replace(found, status="refused"),)))
    work(world)
    assert papers(world, number, "payment_voucher") == []


def test_a_statement_says_the_figures_of_the_table_and_changes_none() -> None:
    world = World()
    number = file_at(world, "in_progress")
    package = WorkPackage(number, "p1", "Plomberie", contractor="Plomberie Marchal", contract_cents=128_450)
    other = WorkPackage(number, "p2", "Peinture", position=1)
    told = replace(quote(world, number, gross=1, kind="progress_statement"), packages=("p1",), figures={
        "progress_bp": FiledFigure(5_000, 1.0, "confirmed by Claire Dumas", True)})
    bill = replace(invoice(world, number), packages=("p1",))
    world.office.books.commit(Change(added=(package, other), changed=(told, bill)))

    def table() -> object:
        file = world.file(number)
        lines = [line for d in file.documents if (line := line_of(d))]
        return [replace(row, statements=0) for row in financial_table(file.packages, lines).rows]

    before = table()
    ask_statement(world.office, cast.CLAIRE, number, "p1", world.now)
    ask_statement(world.office, cast.CLAIRE, number, "p1", world.now)
    work(world)
    (paper,) = papers(world, number, "progress_statement")
    text = text_of(world, paper)
    for words in ("Décompte", "Plomberie", "1 284,50 €", "50 %", "642,25 €", "600,00 €", "42,25 €", "Reste à facturer"):
        assert words in text, words
    assert table() == before
    with pytest.raises(NotFound):
        ask_statement(world.office, cast.CLAIRE, number, "nowhere", world.now)
