"""The sheets of words and the ties beside people: both tables keep them the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.party import Party
from chalicelib.domain.property import Lease, Mandate
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.domain.tie import Tie
from chalicelib.models import keys
from chalicelib.stores.commit import Books
from chalicelib.stores.table import DynamoTable
from tests.fakes.table import FakeTable

A, NOW = "rivoli", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Make = Callable[[], Any]


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.needs_engine)])
def table(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeTable()
    instance = request.getfixturevalue("on_engine")
    return DynamoTable(instance.environment["TABLE_NAME"], instance.client("dynamodb"))


def test_a_person_is_on_the_sheet_of_his_role_under_today_s_words(table: Any) -> None:
    books = Books(table, A)
    firm = Party("pk", "contractor", "Été & Fils", ("A@b.example",), "01 43", trades=("Plâtre",), place="Lyon")
    books.commit(Change(added=(firm, Party("p2", "contractor", "Zinc"), Party("t", "tenant", "M. Petit"))))
    assert table.sheets(keys.sheets(A, "contractor")) == {"pk": "ete & fils\nlyon\na@b.example\n0143\nplatre\n\n",
                                                              "p2": "zinc\n\n\n\n\n\n"}
    books.commit(Change(changed=(replace(firm, name="Hiver"),)))
    assert table.sheets(keys.sheets(A, "contractor"))["pk"].startswith("hiver\n")
    books.commit(Change(removed=(Party("p2", "contractor", "Zinc"),)))
    assert set(table.sheets(keys.sheets(A, "contractor"))) == {"pk"}
    assert table.sheets(keys.sheets("other", "contractor")) == {}


def test_people_know_their_leases_mandates_and_files(table: Any) -> None:
    books = Books(table, A)
    ticket = Ticket(7, "Fuite", "", NOW, NOW, tenant=Contact("t", "M. Petit"), owner=Contact("", "Sans fiche"))
    books.commit(Change(added=(Party("t", "tenant", "M. Petit"), Lease("l", "u", "t", date(2024, 9, 1)), ticket,
                               Mandate("m", "u", ("o1", "o2"), date(2024, 1, 1)))))
    person, *ties = sorted(table.query(keys.party(A, "t")[0]), key=str)
    assert (person.name, ties) == ("M. Petit", [Tie("t", "lease", "u", "l"), Tie("t", "ticket", "000000007")])
    assert table.query(keys.party(A, "o2")[0]) == [Tie("o2", "mandate", "u", "m")]
    stored = table.query(keys.ticket(A, 7), keys.HEAD)[0]
    assert stored.linked == ("t",)
    books.commit(Change(changed=(replace(stored, contractor_ids=("firm",)),)))
    assert table.query(keys.party(A, "firm")[0]) == [Tie("firm", "ticket", "000000007")]
    books.commit(Change(removed=(Lease("l", "u", "t", date(2024, 9, 1)),)))
    assert Tie("t", "lease", "u", "l") not in table.query(keys.party(A, "t")[0])
