"""The XML inside a PDF is read first, whatever its profile, and compared with the page."""

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from chalicelib.intake.extract import read_document
from chalicelib.intake.extract.facturx import XmlInvoice, read_xml
from tests.intake.documents.cii import cii

FOLDER = Path(__file__).parent / "documents"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "facturx"
TRUTH = {
    "Avoir_FR_type380_EN16931.pdf": (
        "credit_note",
        "AV-2017-0005",
        date(2017, 11, 16),
        -23347,
        -1499,
        -23347,
    ),
    "Avoir_FR_type381_BASIC.pdf": ("credit_note", "AV-2017-0005", date(2017, 11, 16), 23347, 1499, 23347),
    "Facture_FR_BASIC.pdf": ("invoice", "FA-2017-0010", date(2017, 11, 13), 67115, 4625, 47015),
    "Facture_FR_EN16931.pdf": ("invoice", "FA-2017-0010", date(2017, 11, 13), 67115, 4625, 47015),
    "Facture_FR_MINIMUM.pdf": ("invoice", "FA-2017-0010", date(2017, 11, 13), 67115, 4625, 47015),
}
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample folder is not beside the project")


def with_xml(name: str, xml: bytes) -> bytes:
    document = pypdfium2.PdfDocument((FOLDER / name).read_bytes())
    document.new_attachment("factur-x.xml").set_data(xml)
    return saved(document)


def stripped(path: Path) -> bytes:
    document = pypdfium2.PdfDocument(path)
    copy = pypdfium2.PdfDocument.new()
    copy.import_pages(document)
    for index in reversed(range(copy.count_attachments())):
        pdfium.FPDFDoc_DeleteAttachment(copy, index)
    return saved(copy)


def saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@needs_corpus
@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_figures_are_those_of_the_embedded_xml(name: str) -> None:
    reading = read_document((CORPUS / name).read_bytes(), name)
    fields = ("number", "issued_on", "gross_cents", "vat_cents", "payable_cents")
    assert (reading.kind, *(reading.figures[field].value for field in fields)) == TRUTH[name]
    assert all(reading.figures[field].taken for field in fields)
    assert reading.source == "factur-x"
    assert "xml_differs_from_page" not in reading.warnings


@needs_corpus
@pytest.mark.parametrize("name", sorted(TRUTH))
def test_without_its_xml_the_page_gives_number_total_and_net_to_pay(name: str) -> None:
    reading = read_document(stripped(CORPUS / name), "document.pdf")
    kind, number, issued_on, gross, vat, payable = TRUTH[name]
    assert (reading.source, reading.kind, reading.figures["number"].value) == ("text", kind, number)
    assert reading.figures["issued_on"].value == issued_on
    read = [
        abs(int(str(reading.figures[field].value))) for field in ("gross_cents", "vat_cents", "payable_cents")
    ]
    assert read == [abs(gross), abs(vat), abs(payable)]


@pytest.mark.parametrize("profile", ["minimum", "basicwl", "basic", "en16931", "extended"])
@pytest.mark.parametrize(
    ("code", "kind"), [("380", "invoice"), ("384", "invoice"), ("389", "invoice"), ("381", "credit_note")]
)
def test_every_profile_and_type_is_read(profile: str, code: str, kind: str) -> None:
    found = read_xml(cii(profile=profile, code=code))
    assert isinstance(found, XmlInvoice)
    assert found.kind == kind
    assert found.figures["gross_cents"].value == 127380
    assert found.figures["number"].value == "D-2026-0147"
    assert found.warnings == []


def test_a_negative_380_is_a_credit_note_and_keeps_its_sign() -> None:
    found = read_xml(cii(code="380", net="-1158.00", vat="-115.80", gross="-1273.80", due="-1273.80"))
    assert isinstance(found, XmlInvoice)
    assert (found.kind, found.figures["gross_cents"].value) == ("credit_note", -127380)


def test_xml_that_agrees_with_the_page_is_taken() -> None:
    reading = read_document(with_xml("quote_table.pdf", cii()), "f.pdf")
    assert (reading.source, reading.warnings) == ("factur-x", ())
    assert reading.figures["gross_cents"].taken


@pytest.mark.parametrize("change", [{"gross": "1373.80", "net": "1258.00"}, {"number": "F-999"}])
def test_xml_that_differs_from_the_page_is_only_proposed(change: dict[str, str]) -> None:
    reading = read_document(with_xml("quote_table.pdf", cii(**change)), "f.pdf")
    assert "xml_differs_from_page" in reading.warnings
    assert not any(
        figure.taken for name, figure in reading.figures.items() if name in ("gross_cents", "number")
    )


def test_another_account_in_the_xml_than_on_the_page_is_told() -> None:
    xml = cii(
        number="F2026-0412",
        net="305.40",
        vat="30.54",
        gross="335.94",
        due="335.94",
        iban="FR7630006000011234567890189",
    )
    reading = read_document(with_xml("invoice_labels_above.pdf", xml), "f.pdf")
    assert "xml_differs_from_page" in reading.warnings
    assert not reading.figures["iban"].taken


def test_xml_whose_sums_do_not_close_is_only_proposed() -> None:
    found = read_xml(cii(vat="100.00"))
    assert isinstance(found, XmlInvoice)
    assert found.warnings == ["totals_do_not_close"]
    assert not found.figures["gross_cents"].taken


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>', "xml_refused"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "xml_refused"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', "xml_refused"),
        (b"<a><b></a>", "xml_unreadable"),
        (b"", "xml_unreadable"),
        (b'<?xml version="1.0" encoding="nope"?><a/>', "xml_unreadable"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "ubl_not_read"),
        (b"<note/>", "xml_not_an_invoice"),
    ],
)
def test_hostile_or_foreign_xml_is_refused_and_the_page_is_read(xml: bytes, code: str) -> None:
    assert read_xml(xml) == code
    if xml:
        reading = read_document(with_xml("quote_table.pdf", xml), "f.pdf")
        assert code in reading.warnings
        assert (reading.source, reading.figures["gross_cents"].value) == ("text", 127380)
