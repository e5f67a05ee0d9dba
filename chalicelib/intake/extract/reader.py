"""One document read in this process: embedded XML first, then the page, then nothing.

Both always run when there is XML, since a disagreement must be seen. What the XML does not say (a
validity, an account in the MINIMUM profile) is completed from the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.intake.document_kind import Evidence, kind_from_name, kind_from_page
from chalicelib.intake.extract.bundles import all_proposed, holds_several
from chalicelib.intake.extract.compare import compare
from chalicelib.intake.extract.deadlines import days_of
from chalicelib.intake.extract.file_type import file_type
from chalicelib.intake.extract.lines import Line
from chalicelib.intake.extract.money import money_of
from chalicelib.intake.extract.numbers import number_of
from chalicelib.intake.extract.parties import ids_of
from chalicelib.intake.extract.seller import seller_name
from chalicelib.intake.extract.unread import unread
from chalicelib.intake.reading import FIELDS, Figure, Reading

_PRICED = ("quote", "invoice", "credit_note")
_TITLE_LINES = 70


def read_here(content: bytes, filename: str = "", hint: str = "") -> Reading:
    """Read a document without the protection of a process of its own."""
    kind = file_type(content)
    if kind == "pdf":
        return _read_pdf(content, filename, hint)
    if kind == "image":
        return _photo(filename)
    if kind == "xml":
        return _read_xml_file(content, filename, hint)
    return unread(filename, hint, "unknown_file_type" if content else "empty_file")


def _photo(filename: str) -> Reading:
    _, confidence = kind_from_name(filename, "image/jpeg")
    warnings = () if confidence >= 0.8 else ("photo_named_like_document",)
    return Reading("photo", "none", confidence, {}, 0, warnings)


def _read_xml_file(content: bytes, filename: str, hint: str) -> Reading:
    from chalicelib.intake.extract.facturx import read_xml

    found = read_xml(content)
    if isinstance(found, str):
        return unread(filename, hint, found)
    return Reading(found.kind, "factur-x", 0.95, found.figures, 0, (*found.warnings, "xml_without_page"))


def _read_pdf(content: bytes, filename: str, hint: str) -> Reading:
    from chalicelib.intake.extract.pdf_pages import open_pdf

    pdf = open_pdf(content)
    warnings = list(pdf.warnings)
    if not pdf.pages:
        return unread(filename, hint, *warnings)
    if not pdf.lines:
        warnings.append("no_text_layer")
    page = _read_page(pdf.lines, filename, hint) if pdf.lines else unread(filename, hint)
    embedded = _read_attachments(pdf.attachments, pdf.lines, page, warnings)
    if embedded is None:
        return _with(page, pdf.pages, [*warnings, *page.warnings])
    figures = {**page.figures, **embedded.figures}
    kept = {name: figures[name] for name in FIELDS if name in figures}
    merged = Reading(embedded.kind, "factur-x", embedded.confidence, kept)
    return _with(merged, pdf.pages, [*warnings, *embedded.warnings])


def _read_attachments(
    attachments: Sequence[tuple[str, bytes]], lines: Sequence[Line], page: Reading, warnings: list[str]
) -> Reading | None:
    from chalicelib.intake.extract.facturx import read_xml

    for _, content in attachments:
        found = read_xml(content)
        if isinstance(found, str):
            warnings.append(found)
            continue
        figures, missing = compare(found.figures, page.figures, lines) if lines else (found.figures, [])
        differs = ["xml_differs_from_page"] if missing else []
        return Reading(
            found.kind, "factur-x", 0.6 if missing else 0.99, figures, 0, (*found.warnings, *differs)
        )
    return None


def _read_page(lines: Sequence[Line], filename: str, hint: str) -> Reading:
    evidence = _kind(lines, filename, hint)
    figures, warnings = ids_of(lines)
    figures |= days_of(lines, evidence.kind)
    if evidence.kind in _PRICED:
        money, doubts = money_of(lines, evidence.kind)
        figures |= money
        warnings = doubts + warnings
        number = number_of(lines, evidence.kind)
        figures |= {"number": number} if number else {}
    name = seller_name(lines)
    figures |= {"seller_name": name} if name else {}
    if holds_several(lines):
        figures = all_proposed(figures)
        warnings.append("several_documents")
    kept = {name: figures[name] for name in FIELDS if name in figures}
    return Reading(evidence.kind, "text", _overall(evidence, kept), kept, 0, tuple(warnings))


def _kind(lines: Sequence[Line], filename: str, hint: str) -> Evidence:
    first = [line for line in lines if line.page == 1][:_TITLE_LINES]
    return kind_from_page([(cell.text, cell.size) for line in first for cell in line.cells], filename, hint)


def _overall(evidence: Evidence, figures: dict[str, Figure]) -> float:
    """As sure as the less sure of the kind and the total; a priced document without total is unsure."""
    if evidence.kind not in _PRICED:
        return evidence.confidence
    gross = figures.get("gross_cents")
    return min(evidence.confidence, gross.confidence if gross else 0.4)


def _with(reading: Reading, pages: int, warnings: Sequence[str]) -> Reading:
    return Reading(
        reading.kind,
        reading.source,
        reading.confidence,
        reading.figures,
        pages,
        tuple(dict.fromkeys(warnings)),
    )
