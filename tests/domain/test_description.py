"""What a person says about a document: type, information, amount, lots (S-11, S-12, U-125)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.apportion import apportioned
from chalicelib.domain.correction import KINDS, read_on
from chalicelib.domain.description import Description, changes, described, shown
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Invalid
from chalicelib.domain.money import typed_amount
from chalicelib.domain.words import KINDS as EVERY_KIND
from tests.builders.papers import LOTS, file_with, paper, round_on

GUESS = FiledFigure(99_900, 0.4, "page 2", False)
INVOICE = paper("facture", "invoice", gross=12_000, vat=2_000, number="F-1")


def said(document: Document = INVOICE, lots: Any = LOTS, approvals: Any = (), **typed: Any) -> Document:
    values = {"kind": document.kind, "information": document.information, "packages": document.packages} | {
        name: text for name, text in shown(document).items() if name.endswith("_cents")} | typed
    return described(file_with(document, packages=lots, approvals=approvals), document, Description(**values),
                     "Claire")


def faults(**given_: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        said(**given_)
    return {f.field: f.code for f in refused.value.faults}


def test_every_type_may_be_chosen_but_those_that_only_the_application_writes() -> None:
    """S-02, D-3: an open list of types."""
    assert set(EVERY_KIND) - set(KINDS) == {"work_order", "approval_request"}
    for kind in KINDS:
        assert said(kind=kind).kind == kind
    assert faults(kind="work_order") == {"kind": "unknown"}


def test_nothing_changed_is_nothing_said() -> None:
    assert said() == INVOICE


def test_an_amount_typed_is_certain_and_names_its_witness() -> None:
    """S-11, D-16: the amount of an invoice nobody could read."""
    document = replace(INVOICE, figures={"gross_cents": GUESS})
    figure = said(document, gross_cents="1 284,50 €").figures["gross_cents"]
    assert (figure.value, figure.confidence, figure.where, figure.taken) == (
        128_450, 1.0, "confirmed by Claire", True)


def test_an_amount_left_alone_keeps_its_witness_and_a_guess_stays_a_guess() -> None:
    """E-M10: nobody confirms an amount by changing a word of the description."""
    document = replace(INVOICE, figures=INVOICE.figures | {"vat_cents": GUESS})
    done = said(document, information="Solde")
    assert done.figures == document.figures
    assert done.information == "Solde"


def test_an_emptied_amount_is_taken_back() -> None:
    assert "gross_cents" not in said(gross_cents="").figures


@pytest.mark.parametrize(("typed", "expected"), [
    ({"gross_cents": "1.284", "vat_cents": "douze"}, {"gross_cents": "not_an_amount", "vat_cents": "not_an_amount"}),
    ({"gross_cents": "-5"}, {"gross_cents": "negative"}),
    ({"information": "x" * 501}, {"information": "too_long"}),
    ({"packages": ("plomb", "autre")}, {"lot": "unknown"}),
    ({"packages": ("plomb", "elec"), "parts": {"plomb": "50", "elec": "60"}}, {"part_plomb": "parts_do_not_add_up"}),
    ({"packages": ("plomb", "elec"), "parts": {"plomb": "x", "elec": "60"}}, {"part_plomb": "not_an_amount"}),
    ({"packages": ("plomb", "elec"), "parts": {"plomb": "-10", "elec": "130"}}, {"part_plomb": "parts_do_not_add_up"}),
    ({"packages": ("plomb", "elec"), "parts": {"plomb": "60"}, "gross_cents": ""},
     {"gross_cents": "parts_without_amount"}),
    ({"kind": "bill", "information": "x" * 501, "packages": ("nowhere",)},
     {"kind": "unknown", "information": "too_long", "lot": "unknown"}),
])
def test_every_fault_is_said_at_once(typed: dict[str, Any], expected: dict[str, str]) -> None:
    assert faults(**typed) == expected


def test_a_credit_note_may_be_negative_and_nothing_else_becomes_so_by_its_type() -> None:
    credit = said(kind="credit_note", gross_cents="-120")
    assert credit.gross_cents == -12_000
    assert faults(document=credit, kind="invoice") == {"gross_cents": "negative"}


def test_lots_come_in_the_order_of_the_file_and_are_unknown_to_a_file_of_one_lot() -> None:
    """D-1, D-2."""
    done = described(file_with(INVOICE, packages=LOTS), INVOICE,
                     Description("invoice", "", "120", "20", ("peint", "plomb")), "Claire")
    assert (done.packages, done.parts) == (("plomb", "peint"), ())
    alone = described(file_with(INVOICE, packages=LOTS[:1]), INVOICE,
                      Description("invoice", "", "120", "20", ("plomb",)), "Claire")
    assert alone.packages == ()


@given(cents=st.integers(-10**8, 10**8), cuts=st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_parts_that_add_up_are_kept_to_the_cent(cents: int, cuts: list[int]) -> None:
    document = paper("avoir", "credit_note", gross=cents)
    parts = apportioned(cents, cuts)
    typed = {lot.id: typed_amount(part) for lot, part in zip(LOTS, parts, strict=True)}
    done = described(file_with(document, packages=LOTS), document, Description(
        "credit_note", "", typed_amount(cents), "", tuple(typed), typed), "Claire")
    assert done.parts == parts
    assert sum(done.parts) == cents


@pytest.mark.parametrize("typed", [{"gross_cents": "121"}, {"kind": "quote"}, {"packages": ("plomb",)},
                                   {"vat_cents": ""}])
def test_what_is_put_to_a_vote_changes_by_a_new_version_only(typed: dict[str, Any]) -> None:
    """D-12, D-19: deciders were shown this version with this amount."""
    asked = (round_on(INVOICE),)
    assert set(faults(approvals=asked, **typed).values()) == {"voted"}
    assert said(approvals=asked, information="Voir page 2").information == "Voir page 2"
    settled = (round_on(INVOICE, state="settled", outcome="accepted"),)
    approved = replace(INVOICE, status="approved")
    assert set(faults(document=approved, approvals=settled, **typed).values()) == {"voted"}
    over = (round_on(INVOICE, state="closed", reason="status"),)
    assert said(approvals=over, **typed) != INVOICE


def test_the_history_tells_what_stood_there_before() -> None:
    """S-12, S-30: what, before and after."""
    done = described(file_with(INVOICE, packages=LOTS), INVOICE, Description(
        "quote", "Acompte", "150", "20", ("plomb", "elec"), {"plomb": "100", "elec": "50"}), "Claire")
    assert changes(INVOICE, done, {lot.id: lot.name for lot in LOTS}) == {
        "kind": "quote", "kind_before": "invoice", "information": "Acompte", "information_before": "",
        "gross_cents": 15_000, "gross_cents_before": 12_000, "packages": "Plomberie, Électricité",
        "packages_before": "", "parts": "100,00 + 50,00", "parts_before": ""}


def test_a_reading_never_undoes_what_a_person_has_said() -> None:
    """A file imported with its type and amount is read afterwards: the person's word stays."""
    typed = said(paper("import", "other", reading="pending"), kind="invoice", gross_cents="120")
    assert typed.kind_by == "Claire"
    read = read_on(typed, "quote", {"gross_cents": FiledFigure(1, 0.99, "page 1", True),
                                    "number": FiledFigure("F-9", 0.9, "page 1", True)})
    assert (read.kind, read.gross_cents, read.taken("number")) == ("invoice", 12_000, "F-9")
    guessed = read_on(paper("mail", "other"), "quote", {})
    assert guessed.kind == "quote"


@pytest.mark.parametrize(("packages", "typed", "kept"), [
    ((), {"progress_bp": "45,5"}, {"progress_bp:plomb": 4550, "progress_bp:elec": 4550, "progress_bp:peint": 4550}),
    (("plomb",), {"progress_bp": "45,5"}, {"progress_bp": 4550}),
    (("plomb",), {"progress_bp:plomb": "45,5", "progress_bp:elec": "50"}, {"progress_bp": 4550}),
    (("plomb", "elec"), {"progress_bp": "50", "progress_bp:elec": "60"},
     {"progress_bp:plomb": 5000, "progress_bp:elec": 6000}),
])
def test_a_statement_says_how_far_the_works_are(packages: Any, typed: dict[str, str], kept: dict[str, int]) -> None:
    """S-07: one percentage for all lots it concerns, or one for each."""
    done = said(paper("situation", "progress_statement"), packages=packages, progress=typed)
    assert {name: f.value for name, f in done.figures.items()} == kept
    assert faults(document=paper("situation", "progress_statement"), packages=("plomb",),
                  progress={"progress_bp": "145"}) == {"progress_bp": "not_a_percentage"}
