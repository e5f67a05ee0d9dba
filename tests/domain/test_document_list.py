"""The documents of a file as a list: by type and by lot, narrowed, folded, page after page (S-13, S-14, U-71, U-74)."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.decision import after as ruled
from chalicelib.domain.document import Document
from chalicelib.domain.document_list import PAGE, Wanted, after, found, lines
from chalicelib.domain.versions import replaced
from tests.builders.papers import LOTS, START, file_with, paper

EVERY = (
    paper("devis", "quote", gross=100, age=5, packages=("plomb",), number="D-12"),
    paper("facture", "invoice", gross=50, age=1, packages=("elec",), status="paid", information="Solde des prises"),
    paper("commune", "invoice", gross=60, age=3, packages=("elec", "peint")),
    paper("rapport", "report", age=9, who="Élodie Crête"),
    paper("avoir", "credit_note", gross=-5, age=2, packages=("plomb",), status="refused"),
)


def names(**wanted: Any) -> list[str]:
    return [d.filename.removesuffix(".pdf") for _, d in found(EVERY, LOTS, Wanted(**wanted))]


def test_by_type_then_lot_then_the_newest_first() -> None:
    assert names() == ["devis", "facture", "commune", "avoir", "rapport"]
    assert names(order="lot") == ["rapport", "devis", "avoir", "facture", "commune"]
    assert names(order="date") == ["facture", "avoir", "commune", "devis", "rapport"]


@pytest.mark.parametrize(("wanted", "left"), [
    ({"kind": "invoice"}, ["facture", "commune"]), ({"package": "peint"}, ["commune"]),
    ({"package": "elec"}, ["facture", "commune"]), ({"package": "whole"}, ["rapport"]),
    ({"status": "paid"}, ["facture"]), ({"status": "none"}, ["devis", "commune", "rapport"]),
    ({"words": "PRISES solde"}, ["facture"]), ({"words": "electricite"}, ["facture", "commune"]),
    ({"words": "elodie"}, ["rapport"]), ({"words": "d-12"}, ["devis"]), ({"words": "rien de tel"}, []),
    ({"kind": "invoice", "package": "peint", "words": "commune"}, ["commune"]),
])
def test_each_filter_leaves_what_it_names(wanted: dict[str, Any], left: list[str]) -> None:
    """S-14: identified by type and by lot; a document of two lots is in both."""
    assert names(**wanted) == left


def test_a_replaced_version_is_folded_under_the_one_that_stands_and_found_by_its_name() -> None:
    old = paper("ancien nom", gross=100, age=4)
    new = paper("nouveau", gross=220, age=1)
    file = file_with(old, new)
    file = ruled(file, replaced(file, old, new, "Claire", START))
    for words in ("", "ancien", "nouveau"):
        every = found(file.documents, (), Wanted(words=words))
        (line,) = lines(every, file.documents, ())
        assert (line.document.filename, line.older[0].filename, line.difference_cents) == (
            "nouveau.pdf", "ancien nom.pdf", 120)


def many(count: int) -> list[Document]:
    chance = random.Random(7)
    return [paper(f"d{i}", chance.choice(["quote", "invoice", "photo"]), gross=i, age=chance.randrange(4),
                  packages=tuple(chance.sample([lot.id for lot in LOTS], chance.randrange(3)))) for i in range(count)]


@given(st.integers(0, 170), st.sampled_from(["type", "lot", "date"]), st.data())
def test_page_after_page_shows_each_once_even_when_some_come_and_go(count: int, order: Any, data: Any) -> None:
    papers, seen, place = many(170)[:count], [], None
    while True:
        page = after(found(papers, LOTS, Wanted(order=order)), place)[:PAGE]
        if not page:
            break
        seen += [d.id for _, d in page]
        place = page[-1][0]
        gone = data.draw(st.sampled_from(seen))
        papers = [d for d in papers if d.id != gone]
    assert len(seen) == len(set(seen)) == count


def test_lots_that_are_no_longer_there_do_not_hide_a_document() -> None:
    lost = replace(EVERY[0], packages=("gone",))
    ((_, shown),) = found((lost,), LOTS, Wanted())
    assert lines([(found((lost,), LOTS, Wanted())[0])], (lost,), LOTS)[0].packages == ()
    assert shown == lost
