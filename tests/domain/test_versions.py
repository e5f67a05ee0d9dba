"""A newer version stands in the place of the older one, which counts nowhere and decides nothing (D-12, E-C6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.decision import after
from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holdings import counted, current_quote
from chalicelib.domain.paper_trail import hash_of, plain
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.versions import chain, current, difference, looks_new, proposed, replaced
from tests.builders.papers import START, file_with, paper, round_on

V1 = paper("v1", gross=128_450, vat=11_677, number="D-12", age=5, party_id="marchal", packages=("plomb",))
V2 = paper("v2", gross=140_450, vat=12_768, number="D 12", age=1, party_id="marchal")
LATER = START + timedelta(minutes=1)


def both(status: Any = "", **ticket: Any) -> TicketFile:
    old = replace(V1, status=status)
    rounds = (round_on(old, ("durand", "accept")),) if status == "in_approval" else ()
    return file_with(old, V2, approvals=rounds, **ticket)


def pair(file: TicketFile) -> tuple[Document, Document]:
    old, new = file.document(V1.id), file.document(V2.id)
    assert old
    assert new
    return old, new


def told(file: TicketFile) -> TicketFile:
    old, new = pair(file)
    return after(file, replaced(file, old, new, "Claire", LATER))


def test_the_newer_one_has_the_next_number_and_the_lots_of_the_older_one() -> None:
    file = told(both())
    old, new = pair(file)
    assert (new.edition, new.replaces, new.packages) == (2, V1.id, ("plomb",))
    assert (old.edition, old.superseded_by) == (1, V2.id)
    assert chain(file.documents, old) == chain(file.documents, new) == (old, new)
    assert difference(new, old) == 12_000
    assert current(file.documents) == (new,)


def test_votes_on_the_older_one_are_frozen_where_they_stand() -> None:
    """S-29 and D-12: another version is another vote."""
    file = told(both("in_approval"))
    (approval,) = file.approvals
    assert (approval.state, approval.reason, len(approval.votes)) == ("closed", "superseded", 1)
    assert pair(file)[0].status == "in_approval", "what it was is history"


@pytest.mark.parametrize(("status", "tasks"), [
    ("", ()), ("refused", ()), ("in_approval", ()), ("approved", ("new_version_after_approval",)),
    ("paid", ("new_version_after_approval",))])
def test_what_was_agreed_stays_and_a_person_is_told(status: Any, tasks: tuple[str, ...]) -> None:
    """E-C6: the old acceptance stays; the new version is to be agreed to again."""
    file = told(both(status, chosen_quote=V1.id))
    assert tuple(d.status for d in pair(file)) == (status, "")
    assert file.ticket.tasks == tasks
    assert file.ticket.chosen_quote == (V1.id if tasks else V2.id)


@pytest.mark.parametrize("kind", ["quote", "invoice"])
def test_a_replaced_version_counts_nowhere(kind: Any) -> None:
    """D-16: superseded versions out, whatever their status."""
    old, new = replace(V1, kind=kind), replace(V2, kind=kind)
    file = file_with(old, new)
    before = counted(file.ticket, file.documents, LATER)
    assert (before.quotes, before.invoices) == ((2, 0) if kind == "quote" else (0, 2))
    now = after(file, replaced(file, old, new, "Claire", LATER))
    assert (now.ticket.quotes, now.ticket.invoices) == ((1, 0) if kind == "quote" else (0, 1))
    if kind == "quote":
        assert now.ticket.quoted_cents == 140_450
        assert current_quote(now.ticket, now.documents) == now.document(V2.id)


def test_both_histories_say_it_and_stay_chained() -> None:
    """S-30, S-31."""
    file = both("in_approval")
    old, new = pair(file)
    ruled = replaced(file, old, new, "Claire", LATER)
    assert [(line.document_id, line.what) for line in ruled.lines] == [
        (V1.id, "votes_frozen"), (V1.id, "replaced"), (V2.id, "version_of")]
    assert all(line.hash == hash_of(plain(line)) for line in ruled.lines)
    assert ruled.lines[1].previous == ruled.lines[0].hash
    assert {line.facts.get("difference_cents") for line in ruled.lines[1:]} == {12_000}


def _v3(file: TicketFile) -> TicketFile:
    """A third version of what already has two."""
    third = paper("v3", gross=100, age=0, party_id="marchal")
    file = replace(told(file), documents=(*told(file).documents, third))
    return after(file, replaced(file, pair(file)[1], third, "Claire", LATER))


def test_a_third_version_replaces_the_second() -> None:
    file = _v3(both())
    assert [d.edition for d in chain(file.documents, file.documents[0])] == [1, 2, 3]
    assert [d.edition for d in current(file.documents)] == [3]


@pytest.mark.parametrize(("old", "new"), [(0, 1), (1, 0), (2, 0), (0, 2), (0, 0), (2, 2), (2, 1)])
def test_versions_make_one_line_never_a_fork_nor_a_circle(old: int, new: int) -> None:
    file = _v3(both())
    every = sorted(file.documents, key=lambda d: d.edition)
    with pytest.raises(Conflict):
        replaced(file, every[old], every[new], "Claire", LATER)


def test_a_withheld_piece_replaces_nothing() -> None:
    file = file_with(V1, replace(V2, reading="held"))
    with pytest.raises(Conflict):
        replaced(file, V1, file.documents[1], "Claire", LATER)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_whatever_is_replaced_every_document_has_at_most_one_on_each_side(pairs: list[tuple[int, int]]) -> None:
    papers = tuple(paper(f"p{i}", gross=i * 100) for i in range(6))
    file = file_with(*papers)
    for old, new in pairs:
        try:
            first, second = file.document(papers[old].id), file.document(papers[new].id)
            assert first
            assert second
            file = after(file, replaced(file, first, second, "Claire", LATER))
        except Conflict:
            continue
    newer = [d.superseded_by for d in file.documents if d.superseded_by]
    assert len(newer) == len(set(newer))
    for d in file.documents:
        line = chain(file.documents, d)
        assert [each.edition for each in line] == list(range(1, len(line) + 1))
        assert sum(not each.superseded_by for each in line) == 1


@pytest.mark.parametrize(("change", "seems"), [
    ({}, True), ({"number": "D-13"}, False), ({"number": ""}, False), ({"party_id": "eaugaz"}, False),
    ({"party_id": ""}, False), ({"kind": "invoice"}, False), ({"number": "d.12 "}, True),
])
def test_the_same_number_of_the_same_firm_looks_like_a_new_version(change: dict[str, Any], seems: bool) -> None:
    """A quote arriving by mail with the number of one that the file holds is proposed, never replaced by itself."""
    values: dict[str, Any] = {"gross": 140_450, "number": "D-12", "age": 1, "party_id": "marchal"} | change
    new = looks_new((V1,), paper("v2", **values))
    assert (MAYBE_NEW_VERSION in new.warnings) is seems
    assert proposed((V1, new), new) == (V1 if seems else None)
    assert not new.replaces


def test_a_sender_who_says_so_is_taken_at_his_last_word() -> None:
    other = paper("other", gross=100, number="X", age=3, party_id="marchal")
    said: Document = paper("new", gross=90, number="Y", party_id="marchal", warnings=(MAYBE_NEW_VERSION,))
    assert proposed((V1, other, said), said) == other
    assert MAYBE_NEW_VERSION in looks_new((V1, other), said).warnings
    alone = looks_new((), said)
    assert alone.warnings == (), "there is nothing it could replace"
