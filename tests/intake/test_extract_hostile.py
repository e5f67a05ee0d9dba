"""Any bytes give a Reading, soon: files made to crash, to swell or to hang lose only themselves."""

import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.intake.extract import read_document
from chalicelib.intake.extract.isolation import ask
from tests.intake.documents.raw_pdf import pdf_of, pdf_of_pages, pdf_of_stream

GOOD = (Path(__file__).parent / "documents" / "quote_table.pdf").read_bytes()
ENCRYPTED = (Path(__file__).parent / "documents" / "encrypted.pdf").read_bytes()
SECONDS = 5.0

CASES = {
    "empty": (b"", "empty_file"),
    "one byte": (b"x", "unknown_file_type"),
    "only a head": (b"%PDF-1.7", "unreadable_pdf"),
    "cut in half": (GOOD[: len(GOOD) // 2], "unreadable_pdf"),
    "encrypted": (ENCRYPTED, "encrypted"),
    "ten thousand pages": (pdf_of_pages(10_000), "pages_skipped"),
    "too large": (b"%PDF-" + b"0" * 61_000_000, "file_too_large"),
    "own grandchild": (pdf_of(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000000>>"), "unreadable_pdf"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    content, code = CASES[name]
    started = time.monotonic()
    reading = read_document(content, "Devis.pdf")
    assert time.monotonic() - started < SECONDS
    assert code in reading.warnings
    assert reading.source == "none"
    assert not reading.figures


@pytest.mark.parametrize(
    "stream", [b"BT /F 10 Tf 9 9 Td " + b"(A)Tj " * 20_000_000 + b"ET", b"0 0 m 1 1 l S " * 12_000_000]
)
def test_a_page_that_swells_or_hangs_is_given_up(stream: bytes) -> None:
    started = time.monotonic()
    reading = read_document(pdf_of_stream(stream), "Devis.pdf")
    assert time.monotonic() - started < SECONDS
    assert {"reading_too_long", "reader_crashed", "reading_failed", "page_too_dense", "no_text_layer"} & set(
        reading.warnings
    )


def test_the_next_file_is_read_after_one_was_given_up() -> None:
    assert ask({"task": "read", "filename": "", "hint": ""}, GOOD, seconds=0.0001) in ("too_long", "crashed")
    assert read_document(GOOD, "a.pdf").figures["gross_cents"].value == 127380


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_never_raises(at: int, noise: bytes) -> None:
    read_document(GOOD[:at] + noise + GOOD[at + len(noise) :], "a.pdf")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_any_bytes_and_names_never_raise(content: bytes, filename: str, hint: str) -> None:
    read_document(content, filename, hint)
    read_document(b"%PDF-1.4\n" + content, filename, hint)


def test_asking_for_a_reading_loads_no_pdf_library_here() -> None:
    code = (
        "import sys, chalicelib.intake.extract, chalicelib.intake.document_kind, chalicelib.intake.preview;"
        "print([name for name in ('pypdfium2', 'PIL', 'defusedxml') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_an_attachment_bomb_is_not_unpacked() -> None:
    packed = zlib.compress(b"<a>" * 30_000_000, 9)
    spec = b"<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F 5 0 R>>>>"
    embedded = b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    content = pdf_of(
        pages, page, spec, embedded, names=b"/Names<</EmbeddedFiles<</Names[(factur-x.xml)4 0 R]>>>>"
    )
    reading = read_document(content, "a.pdf")
    assert "attachment_unreadable" in reading.warnings or "reader_crashed" in reading.warnings
