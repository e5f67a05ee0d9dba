"""What a person confirms on a document counts, once, under her name; the ticket follows (U-58, U-125)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.correction import Correction
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.ticket import stage, turn
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.correct_document import correct_document
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.story import address_of, arrive, mail
from tests.builders.waiting import UNJUDGED, answered, file_of, only_document
from tests.builders.worker import settle, work
from tests.fakes.office import World

AS_READ: dict[str, Any] = {"kind": "quote", "number": "D-2026-112", "issued_on": "2026-11-23", "gross_cents": "1284,50",
                           "vat_cents": "116,77", "net_cents": "1167,73"}


def read() -> tuple[World, int]:
    world = World()
    number = answered(world)
    settle(world)
    return world, number


def correct(world: World, number: int, /, user: Any = CLAIRE, **changes: Any) -> None:
    document = only_document(world, number)
    typed = Correction(**(AS_READ | {"version": document.version} | changes))
    correct_document(world.office, user, number, document.id, typed, world.now)


def corrections(world: World, number: int) -> list[TimelineEntry]:
    return [e for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry) and e.what == "corrected"]


def test_a_corrected_amount_is_certain_and_the_ticket_shows_it() -> None:
    world, number = read()
    correct(world, number, gross_cents="1 300 €", net_cents="1 183,23")
    document = only_document(world, number)
    figure = document.figures["gross_cents"]
    assert (figure.value, figure.confidence, figure.taken) == (130000, 1.0, True)
    assert figure.where == "confirmed by Claire Dumas"
    assert document.warnings == ()
    assert file_of(world, number).ticket.quoted_cents == 130000
    (entry,) = corrections(world, number)
    assert entry.who == "Claire Dumas"
    assert (entry.facts["gross_cents"], entry.facts["gross_cents_before"]) == (130000, 128450)


def test_values_left_as_they_stand_are_confirmed_too_and_others_untouched() -> None:
    world, number = read()
    correct(world, number)
    figures = only_document(world, number).figures
    assert {n for n, f in figures.items() if f.where.startswith("confirmed by")} == set(AS_READ) - {"kind"}
    assert figures["valid_until"].taken is False, "nobody was asked about it"
    assert figures["issued_on"].value == date(2026, 11, 23)


def test_amounts_that_do_not_add_up_are_kept_with_a_warning_that_goes_when_they_do() -> None:
    world, number = read()
    correct(world, number, net_cents="1000")
    assert only_document(world, number).warnings == ("totals_do_not_add_up",)
    correct(world, number)
    assert only_document(world, number).warnings == ()


def test_an_emptied_field_is_a_value_taken_back() -> None:
    world, number = read()
    correct(world, number, gross_cents="", number="")
    assert not {"gross_cents", "number"} & set(only_document(world, number).figures)
    assert file_of(world, number).ticket.quoted_cents is None


def test_another_kind_moves_the_ticket() -> None:
    """The counts are recomputed: a quote that was an invoice is no quote any more."""
    world, number = read()
    assert stage(file_of(world, number).ticket) == "quote_received"
    correct(world, number, kind="invoice")
    ticket = file_of(world, number).ticket
    assert (ticket.quotes, ticket.invoices, ticket.quoted_cents, stage(ticket)) == (0, 1, None, "quoting")
    correct(world, number, kind="quote")
    ticket = file_of(world, number).ticket
    assert (ticket.quotes, ticket.invoices, ticket.quoted_cents) == (1, 0, 128450)
    assert turn(ticket) == "us"
    assert [a.state for a in file_of(world, number).assignments] == ["quoted"]


@pytest.mark.parametrize(("changes", "faults"), [
    ({"kind": "bill", "number": "x" * 61, "issued_on": "23/11/2026", "gross_cents": "1.284", "vat_cents": "-5",
      "net_cents": "douze"}, {"kind": "unknown", "number": "too_long", "issued_on": "not_a_date",
                              "gross_cents": "not_an_amount", "vat_cents": "negative", "net_cents": "not_an_amount"}),
    ({"issued_on": "2026-02-30"}, {"issued_on": "not_a_date"}),
    ({"issued_on": "20261123"}, {"issued_on": "not_a_date"}),
    ({"gross_cents": "-12,00"}, {"gross_cents": "negative"}),
])
def test_every_fault_is_said_at_once_and_nothing_is_written(changes: dict[str, Any], faults: dict[str, str]) -> None:
    world, number = read()
    before = file_of(world, number)
    with pytest.raises(Invalid) as refused:
        correct(world, number, **changes)
    assert {f.field: f.code for f in refused.value.faults} == faults
    assert file_of(world, number) == before


def test_a_credit_note_may_be_negative() -> None:
    world, number = read()
    correct(world, number, kind="credit_note", gross_cents="-1284,50", vat_cents="−116,77", net_cents="-1167,73")
    document = only_document(world, number)
    assert (document.gross_cents, document.warnings) == (-128450, ())


def test_the_same_correction_again_changes_nothing_even_from_an_old_page() -> None:
    world, number = read()
    shown = only_document(world, number).version
    for _ in range(3):
        correct(world, number, gross_cents="1300", version=shown)
    assert len(corrections(world, number)) == 1
    correct(world, number, user=KARIM, gross_cents="1300", version=shown)
    assert only_document(world, number).figures["gross_cents"].where.endswith("Claire Dumas"), "the first witness stays"


def test_an_old_page_does_not_overwrite_what_somebody_else_corrected() -> None:
    world, number = read()
    shown = only_document(world, number).version
    correct(world, number, gross_cents="1300")
    with pytest.raises(Conflict, match="document_changed"):
        correct(world, number, user=KARIM, gross_cents="1400", version=shown)
    assert only_document(world, number).gross_cents == 130000


def test_a_mail_that_arrives_meanwhile_does_not_stand_in_the_way() -> None:
    """The ticket moves, the document does not: nobody has to type again."""
    world, number = read()
    document, commit = only_document(world, number), world.office.books.commit
    address = address_of(file_of(world, number).conversations[0])
    calls = []

    class Interrupted:
        def commit(self, change: Any) -> None:
            if not calls:
                calls.append(1)
                arrive(world, mail(to=address, text="Encore.\n"), address, delivery="meanwhile")
            commit(change)
    office = replace(world.office, books=Interrupted())
    typed = Correction(**(AS_READ | {"gross_cents": "1300", "version": document.version}))
    correct_document(office, CLAIRE, number, document.id, typed, world.now)
    assert only_document(world, number).gross_cents == 130000
    assert file_of(world, number).ticket.answer_due is True


def test_what_nobody_has_read_or_may_see_is_not_corrected() -> None:
    for verdicts in (None, UNJUDGED):
        world = World()
        number = answered(world, verdicts)
        with pytest.raises(Conflict, match="not_read_yet"):
            correct(world, number)
    work(world)
    with pytest.raises(NotFound):
        correct_document(world.office, CLAIRE, number, "nothing", Correction(**AS_READ, version=0), world.now)
