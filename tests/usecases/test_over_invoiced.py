"""An invoice that passes the progress: the manager hears of it once for each version, however it comes (S-07, D-17)."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from chalicelib.domain.author import of_office
from chalicelib.domain.change import Change
from chalicelib.domain.correction import Correction
from chalicelib.domain.description import Description
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.add_upload import Import, add_upload, upload_prefix
from chalicelib.usecases.correct_document import correct_document
from chalicelib.usecases.describe_document import describe_document
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed.cast import AGENCY_ID, CLAIRE
from tests.builders.files import file_at, quote
from tests.fakes.office import World

LOTS = ("l1", "l2")


def works(world: World, points: int | None = 5_000) -> int:
    """Two lots at 1 000 € each; the works of the first have come half way."""
    number = file_at(world, "in_progress")
    lots = [WorkPackage(number, name, f"Lot {name}", n, contract_cents=100_000) for n, name in enumerate(LOTS)]
    world.office.books.commit(Change(added=tuple(lots)))
    if points is not None:
        paper = quote(world, number, gross=1, kind="progress_statement")
        figures = {"progress_bp": FiledFigure(points, 1.0, "confirmed by Claire", True)}
        save(world, replace(paper, figures=figures, packages=("l1",)))
    return number


def save(world: World, document: Document) -> None:
    world.office.books.commit(Change(changed=(document,)))


def invoice(world: World, number: int, cents: int, *lots: str, **values: object) -> Document:
    """Filed without anybody having looked at what it comes to."""
    paper = quote(world, number, gross=cents, kind="invoice")
    save(world, replace(paper, packages=lots or ("l1",), **values))  # type: ignore[arg-type]
    found = world.file(number).document(paper.id)
    assert found is not None
    return found


def warnings(world: World) -> list[OutgoingMail]:
    return [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.purpose == "warning"]


def describe(world: World, document: Document, gross: str, *lots: str) -> None:
    known = world.file(document.ticket_number).document(document.id)
    assert known is not None
    typed = Description("invoice", "", gross, "", lots or known.packages, version=known.version)
    describe_document(world.office, of_office(CLAIRE), document.ticket_number, document.id, typed, world.now)


def test_described_above_the_progress_warns_once_with_a_line_in_both_histories() -> None:
    world = World()
    number = works(world)
    paper = invoice(world, number, 40_000)
    describe(world, paper, "600,00")
    describe(world, paper, "700,00")
    [mail] = warnings(world)
    assert (mail.facts["over_cents"], mail.facts["lots"]) == (10_000, "Lot l1")
    assert [e.what for e in world.office.tickets.paper_trail(number, paper.id)].count("over_invoiced") == 1
    log = [getattr(e, "what", "") for e in world.office.tickets.log(number)]
    assert log.count("over_invoiced") == 1
    assert ("mail", mail.id) in world.queues.waiting


def test_the_mail_goes_to_the_manager_with_the_amounts_and_the_table() -> None:
    world = World()
    number = works(world)
    describe(world, invoice(world, number, 1), "612,50")
    [mail] = warnings(world)
    assert send_mail(world.office, mail.id, world.now) == "sent"
    to, raw = world.mailer.sent[-1]
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\u202f", " ").replace("\u00a0", " ")
    assert to == CLAIRE.email
    assert all(words in text for words in ("500,00 €", "612,50 €", "112,50 €", "/tableau-financier"))


@pytest.mark.parametrize("english", [False, True])
def test_the_mail_is_whole_in_both_languages(english: bool) -> None:
    world = World()
    if english:
        world.office.books.commit(Change(changed=(replace(
            world.office.directory.user(CLAIRE.id), language="en"),)))  # type: ignore[type-var]
    describe(world, invoice(world, works(world), 1), "612,50")
    send_mail(world.office, warnings(world)[0].id, world.now)
    read = message_from_bytes(world.mailer.sent[-1][1], policy=policy.default)
    assert ("Invoiced beyond" if english else "Facturé au-delà") in str(read["Subject"])
    assert read.get_body(("html",)) is not None


@pytest.mark.parametrize(("cents", "points", "told"), [
    ("500,00", 5_000, 0), ("500,01", 5_000, 1), ("900,00", None, 0), ("0,01", 0, 1)])
def test_the_limit_is_to_the_cent_and_an_unknown_progress_warns_nobody(
        cents: str, points: int | None, told: int) -> None:
    world = World()
    describe(world, invoice(world, works(world, points), 1), cents)
    assert len(warnings(world)) == told


def test_each_of_several_invoices_and_each_version_is_told_for_itself() -> None:
    world = World()
    number = works(world)
    first, second = invoice(world, number, 60_000), invoice(world, number, 10_000)
    describe(world, first, "600,00", "l1")
    correct_document(world.office, CLAIRE, number, second.id, Correction(
        "invoice", "F-2", "", "100,00", "", "", second.version), world.now)
    assert [m.facts["document_id"] for m in warnings(world)] == [first.id] * (len(warnings(world)) - 1) + [second.id]
    newer = invoice(world, number, 70_000)
    replace_document(world.office, CLAIRE, number, newer.id, first.id, world.now)
    assert warnings(world)[-1].facts["document_id"] == newer.id
    assert warnings(world)[-1].facts["received_cents"] == 80_000, "the replaced one counts no more"


def test_an_upload_that_comes_twice_and_a_status_given_back_warn_once() -> None:
    world = World()
    number = works(world)
    key = upload_prefix(AGENCY_ID, number) + "1/facture.pdf"
    world.files.objects[key] = (b"%PDF-1.7 facture", "application/pdf")
    said = Import(Description("invoice", "", "600,00", "", ("l1",)))
    for _ in range(2):
        added = add_upload(world.office, CLAIRE, number, key, "facture.pdf", 9_999, world.now, said)
    assert len(warnings(world)) == 1
    for nonce, status in (("a", "refused"), ("b", "approved")):
        set_status(world.office, CLAIRE.name, number, added, StatusForm(nonce, -1, status), world.now)
    assert len(warnings(world)) == 1, "nobody is told twice of one version"


def test_a_refused_invoice_that_counts_again_is_told() -> None:
    world = World()
    number = works(world)
    paper = invoice(world, number, 60_000, status="refused")
    set_status(world.office, CLAIRE.name, number, paper.id, StatusForm("n", -1, "approved"), world.now)
    assert [m.facts["document_id"] for m in warnings(world)] == [paper.id]


def test_a_lot_of_others_does_not_make_this_invoice_pass() -> None:
    world = World()
    number = works(world)
    invoice(world, number, 90_000, "l1")
    describe(world, invoice(world, number, 1, "l2"), "10,00", "l2")
    assert warnings(world) == []
