"""What each document brings to the financial table is kept beside it: both tables give it back without documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.financial_line import FinancialLine, read_lines
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.work_package import WorkPackage
from chalicelib.models import keys
from chalicelib.stores.commit import Books
from chalicelib.stores.table import DynamoTable
from chalicelib.stores.tickets import Tickets
from chalicelib.stores.writes import Write
from tests.fakes.table import FakeTable

A, NOW = "rivoli", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.needs_engine)])
def table(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeTable()
    instance = request.getfixturevalue("on_engine")
    return DynamoTable(instance.environment["TABLE_NAME"], instance.client("dynamodb"))


def invoice(number: int, cents: int = 12_000) -> Document:
    return Document(7, f"{number:024x}", "invoice", "f.pdf", "application/pdf", 1, "0", NOW, reading="done",
                    figures={"gross_cents": FiledFigure(cents, 1.0, "page 1", True)})


def kept(table: Any) -> dict[str, FinancialLine]:
    found = Tickets(table, A).figures(7)
    assert found is not None
    assert found[2] is not None
    return {line.document_id: line for line in read_lines(found[2])}


def test_the_lines_follow_their_documents(table: Any) -> None:
    books = Books(table, A)
    lots = (WorkPackage(7, "b", "Plomberie", 1), WorkPackage(7, "a", "Maçonnerie", 0, contract_cents=5))
    books.commit(Change(added=(Ticket(7, "Toit", "", NOW, NOW), *lots, *(invoice(n) for n in range(40)))))
    found = Tickets(table, A).figures(7)
    assert found is not None
    assert [p.id for p in found[1]] == ["a", "b"]
    assert len(kept(table)) == 40
    assert kept(table)[invoice(3).id].gross_cents == 12_000
    paid = replace(invoice(3), status="refused", packages=("a", "b"), parts=(4_000, 8_000))
    books.commit(Change(changed=(paid, replace(invoice(4), kind="photo"), replace(invoice(5), superseded_by="new"))))
    books.commit(Change(changed=(replace(invoice(6), reading="held"),), removed=(invoice(7),)))
    lines = kept(table)
    assert set(lines) == {invoice(n).id for n in range(40)} - {invoice(n).id for n in (4, 5, 6, 7)}
    assert (lines[paid.id].status, lines[paid.id].parts) == ("refused", (4_000, 8_000))


def test_a_refused_write_leaves_no_line(table: Any) -> None:
    books = Books(table, A)
    books.commit(Change(added=(Ticket(7, "Toit", "", NOW, NOW), invoice(1))))
    with pytest.raises(Exception, match="Document"):
        books.commit(Change(changed=(replace(invoice(1, 99), version=8),)))
    assert kept(table)[invoice(1).id].gross_cents == 12_000


def test_what_brings_nothing_writes_nothing_when_it_is_new() -> None:
    table = FakeTable()
    Books(table, A).commit(Change(added=(Ticket(7, "Toit", "", NOW, NOW), replace(invoice(1), kind="photo"))))
    assert table.lines == {}


def test_a_ticket_older_than_the_lines_says_so(table: Any) -> None:
    table.write(A, [Write("insert", Ticket(7, "Toit", "", NOW, NOW)), Write("insert", invoice(1))])
    Books(table, A).commit(Change(added=(invoice(2),)))
    found = Tickets(table, A).figures(7)
    assert found is not None
    assert found[2] is None, "one of its two invoices has no line: the head must be read"
    assert table.sheets(keys.figures(A, 7)) != {}
