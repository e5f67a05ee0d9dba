"""Which quotes stand for the same works, and whom an order to one firm lets go (D-1, D-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.document import Document
from chalicelib.domain.rivals import left_out, questions, rivals, unordered
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import WorkPackage

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NAMES = ("a", "b", "c")
FIRMS = ("marchal", "eaugaz", "toiture")
PACKAGES = st.sets(st.sampled_from(NAMES)).map(lambda names: tuple(sorted(names)))


def paper(name: str, packages: tuple[str, ...] = (), firm: str = "marchal", **more: str) -> Document:
    return Document(1, name, "quote", f"{name}.pdf", "application/pdf", 1, name, NOW, party_id=firm,
                    packages=packages, **more)  # type: ignore[arg-type]


STATUS = st.sampled_from(["", "in_approval", "approved", "refused"])
PAPERS = st.lists(st.tuples(PACKAGES, st.sampled_from(FIRMS), STATUS), min_size=1, max_size=6).map(
    lambda rows: [paper(f"q{n}", packages, firm, status=status) for n, (packages, firm, status) in enumerate(rows)])


@given(PAPERS)
def test_rivalry_goes_both_ways_and_never_within_one_paper(papers: list[Document]) -> None:
    for one in papers:
        assert not rivals(one, one)
        for other in papers:
            assert rivals(one, other) == rivals(other, one)
            if one.packages and other.packages and one.id != other.id:
                assert rivals(one, other) == bool(set(one.packages) & set(other.packages))


@given(PAPERS, st.data())
def test_what_may_still_be_ordered_competes_with_nothing_that_is(papers: list[Document], data: st.DataObject) -> None:
    ordered = set(data.draw(st.lists(st.sampled_from([p.id for p in papers]))))
    left = unordered(papers, ordered)
    for each in left:
        assert each.id not in ordered
        assert each.status != "refused"
        assert not any(rivals(each, works) for works in papers if works.id in ordered)
    if any(not p.packages for p in papers if p.id in ordered):
        assert left == ()


def file(*documents: Document, packages: int = 2, ordered: tuple[str, ...] = ()) -> TicketFile:
    ticket = Ticket(1, "Ravalement", "", NOW, NOW, state="approved", ordered_documents=ordered)
    missions = tuple(Assignment(1, firm, firm, NOW, state="quoted" if any(d.party_id == firm for d in documents)
                                else "asked") for firm in FIRMS)
    found = TicketFile(ticket, documents=documents, assignments=missions)
    return replace(found, packages=tuple(WorkPackage(1, name, name) for name in NAMES[:packages]))


def test_an_order_on_one_package_lets_go_its_rivals_alone() -> None:
    chosen, rival, other = paper("q1", ("a",)), paper("q2", ("a",), "eaugaz"), paper("q3", ("b",), "toiture")
    assert [a.party_id for a in left_out(file(chosen, rival, other), chosen, "marchal")] == ["eaugaz"]


def test_a_firm_that_quoted_another_package_too_stays() -> None:
    chosen = paper("q1", ("a",))
    both = (paper("q2", ("a",), "eaugaz"), paper("q3", ("b",), "eaugaz"))
    assert [a.party_id for a in left_out(file(chosen, *both), chosen, "marchal")] == []


def test_a_firm_that_has_not_quoted_stays_while_a_package_is_open() -> None:
    first, second = paper("q1", ("a",)), paper("q2", ("b",), "eaugaz")
    assert [a.party_id for a in left_out(file(first), first, "marchal")] == []
    assert [a.party_id for a in left_out(file(first, second, ordered=("q1",)), second, "eaugaz")] == [
        "marchal", "toiture"]


def test_an_order_on_the_whole_file_lets_everybody_else_go() -> None:
    chosen = paper("q1")
    assert [a.party_id for a in left_out(file(chosen, packages=0), chosen, "marchal")] == ["eaugaz", "toiture"]
    assert [a.party_id for a in left_out(file(chosen, packages=2), None, "marchal")] == ["eaugaz", "toiture"]


def test_papers_for_the_same_works_are_one_question_and_each_other_works_one_of_its_own() -> None:
    asked = [paper("q0", ("a",)), paper("q1", ("b",)), paper("q2", ("a",))]
    assert [[d.id for d in group] for group in questions(asked)] == [["q0", "q2"], ["q1"]]
    assert [len(group) for group in questions([*asked, paper("whole")])] == [4]


@given(PAPERS)
def test_every_paper_is_in_one_question_with_all_its_rivals(papers: list[Document]) -> None:
    groups = questions(papers)
    assert sorted(d.id for group in groups for d in group) == sorted(d.id for d in papers)
    for group in groups:
        assert not any(rivals(one, other) for one in group for other in papers if other not in group)
