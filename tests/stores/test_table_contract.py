"""One contract for both tables: the real one on the embedded engine, and the fake of the fast tests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.mail import Marker
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Contact, Exchange, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.models import keys
from chalicelib.stores.records import TooLarge
from chalicelib.stores.shelves import shelf_of
from chalicelib.stores.table import DynamoTable, TooManyWrites
from chalicelib.stores.writes import AlreadyThere, Stale, Write
from tests.fakes.table import FakeTable

A = "rivoli"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Make = Callable[[], Any]


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.needs_engine)])
def table(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeTable()
    instance = request.getfixturevalue("on_engine")
    return DynamoTable(instance.environment["TABLE_NAME"], instance.client("dynamodb"))


def ticket(number: int, **changes: Any) -> Ticket:
    made = Ticket(number, "Fuite d’évier", "Ça coule", NOW, NOW, tenant=Contact("petit", "M. Petit", "06"),
                  last_exchange=Exchange("Claire", "opened", NOW))
    return replace(made, **changes)


def insert(table: Any, *entities: object) -> None:
    table.write(A, [Write("insert", e) for e in entities])


def test_what_is_written_is_read_back_whole(table: Any) -> None:
    wanted = ticket(1, counted=("us", "all"), quoted_cents=10**15)
    insert(table, wanted)
    assert table.query(keys.ticket(A, 1), keys.HEAD) == [wanted]
    party = Party("p", "contractor", "Été & Fils", ("a@b.example",), trades=("plomberie",))
    insert(table, party)
    assert table.get([keys.party(A, "p"), keys.party(A, "nobody")]) == [party, None]


def test_an_insert_never_replaces(table: Any) -> None:
    insert(table, ticket(1))
    with pytest.raises(AlreadyThere):
        insert(table, ticket(1, title="Autre"))
    assert table.query(keys.ticket(A, 1), keys.HEAD)[0].title == "Fuite d’évier"


def test_a_replace_needs_the_version_that_was_read(table: Any) -> None:
    insert(table, ticket(1))
    table.write(A, [Write("replace", ticket(1, title="Un"))])
    with pytest.raises(Stale):
        table.write(A, [Write("replace", ticket(1, title="Deux"))])
    found = table.query(keys.ticket(A, 1), keys.HEAD)[0]
    assert (found.title, found.version) == ("Un", 1)
    with pytest.raises(Stale):
        table.write(A, [Write("replace", ticket(2))])


def test_all_or_nothing_and_the_refused_one_is_named(table: Any) -> None:
    insert(table, ticket(1))
    marker = Marker("test", "k", "h", NOW)
    with pytest.raises(AlreadyThere) as refused:
        table.write(A, [Write("insert", marker), Write("insert", ticket(1)), Write("insert", ticket(2))])
    assert isinstance(refused.value.entity, Ticket)
    assert table.get([keys.marker(A, "test", "k")]) == [None]
    assert table.query(keys.ticket(A, 2), keys.HEAD) == []


def test_lists_are_ordered_and_paged(table: Any) -> None:
    for number in range(1, 8):
        insert(table, ticket(number, priority="urgent" if number == 5 else "normal"))
    first = table.listing("list", keys.tickets(A), limit=3)
    assert [row["number"] for row in first.rows] == [5, 1, 2]
    second = table.listing("list", keys.tickets(A), limit=10, cursor=first.cursor)
    assert [row["number"] for row in second.rows] == [3, 4, 6, 7]
    assert second.cursor == ""
    urgent = table.listing("list", keys.tickets(A), prefix="0#")
    assert [row["number"] for row in urgent.rows] == [5]


def test_a_cursor_of_another_list_is_refused(table: Any) -> None:
    for number in range(1, 4):
        insert(table, ticket(number))
    cursor = table.listing("list", keys.tickets(A), limit=1).cursor
    with pytest.raises(ValueError, match="cursor"):
        table.listing("list", keys.tickets("other"), limit=1, cursor=cursor)
    with pytest.raises(ValueError, match="cursor"):
        table.listing("list", keys.tickets(A), limit=1, cursor="bm90IG91cnM=")


def test_a_thing_leaves_its_list_when_it_changes(table: Any) -> None:
    insert(table, ticket(1))
    table.write(A, [Write("replace", ticket(1, state="closed"))])
    assert table.listing("list", keys.tickets(A)).rows == ()
    assert len(table.listing("list", keys.tickets(A, done=True)).rows) == 1
    assert table.listing("waiting", keys.turn(A, "us")).rows == ()


def test_a_log_is_read_newest_first_and_cut(table: Any) -> None:
    for minute in range(5):
        insert(table, TimelineEntry(1, f"e{minute}", NOW.replace(minute=minute), "opened"))
    pk = keys.ticket(A, 1)
    newest = table.query(pk, keys.LOG, limit=2, newest_first=True)
    assert [e.id for e in newest] == ["e4", "e3"]


def test_counters_add_up_over_their_shards(table: Any) -> None:
    for number in range(40):
        table.write(A, [Write("add", key=keys.count_shard(A, number), amounts={"us": 1, "urgent": number % 2})])
    table.write(A, [Write("add", key=keys.count_shard(A, 3), amounts={"us": -1})])
    found = table.counters(keys.counts(A))
    assert (found["us"], found["urgent"]) == (39, 20)


def test_numbers_are_given_once(table: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: table.take_number(keys.numbers(A), 5), range(20)))
    assert sorted(taken) == list(range(5, 105, 5))


def test_too_many_actions_are_refused_by_ourselves(table: Any) -> None:
    with pytest.raises(TooManyWrites):
        insert(table, *(Party(f"p{n}", "other", "x") for n in range(91)))


def test_removed_is_gone_from_everywhere(table: Any) -> None:
    insert(table, ticket(1))
    table.write(A, [Write("remove", ticket(1))])
    assert table.query(keys.ticket(A, 1)) == []
    assert table.listing("list", keys.tickets(A)).rows == ()


@pytest.mark.needs_engine
def test_one_of_eight_writers_wins(on_engine: Any) -> None:
    """Isolation: the same version replaced by eight threads at once (R-14 in small)."""
    table = DynamoTable(on_engine.environment["TABLE_NAME"], on_engine.client("dynamodb"))
    insert(table, ticket(1))

    def write(n: int) -> bool:
        count = Write("add", key=keys.count_shard(A, 1), amounts={"won": 1})
        try:
            table.write(A, [Write("replace", ticket(1, title=f"Titre {n}")), count])
        except Stale:
            return False
        return True
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 1
    assert table.counters(keys.counts(A))["won"] == 1


@pytest.mark.needs_engine
def test_an_item_above_our_own_limit_is_refused_before_aws_sees_it(on_engine: Any) -> None:
    """D-1: 300 KB, counted in bytes, accents and emoji included."""
    table = DynamoTable(on_engine.environment["TABLE_NAME"], on_engine.client("dynamodb"))
    with pytest.raises(TooLarge):
        insert(table, ticket(1, description="😀" * 80_000))


def test_every_shelf_starts_with_the_agency(table: Any) -> None:
    """W-11: no key of one agency can reach another's."""
    for entity in (ticket(1), Party("p", "other", "x"), Marker("m", "k", "h", NOW)):
        assert shelf_of(entity).key(A, entity)[0].startswith(f"A#{A}#")
