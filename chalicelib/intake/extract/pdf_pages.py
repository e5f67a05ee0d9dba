"""What is taken out of a PDF: the lines of its first five and last two pages, and its XML attachments.

The work is bounded before it starts: a quote says its totals on its first or last pages, so a file of
ten thousand pages costs no more than one of seven. Nothing in the file is ever executed or fetched.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from chalicelib.intake.extract.lines import Glyph, Line, lines_of

FIRST_PAGES: Final = 5
LAST_PAGES: Final = 2
MAX_GLYPHS: Final = 12_000
MAX_ATTACHMENTS: Final = 20
MAX_ATTACHMENT_BYTES: Final = 5_000_000


@dataclass(slots=True)
class PdfContent:
    """Pages counted, lines of the pages that were read, embedded files by name."""

    pages: int = 0
    lines: list[Line] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def open_pdf(content: bytes) -> PdfContent:
    """Read what we need of a PDF; a file that cannot be opened gives a warning."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return PdfContent(warnings=[_reason(error, content)])
    with document:
        found = PdfContent(pages=len(document))
        _take_attachments(document, found)
        _take_lines(document, found)
        return found


def pages_read(count: int) -> list[int]:
    """Indexes of the pages worth reading."""
    first = range(min(count, FIRST_PAGES))
    last = range(max(len(first), count - LAST_PAGES), count)
    return [*first, *last]


def _reason(error: pypdfium2.PdfiumError, content: bytes) -> str:
    """Why it would not open; the library may repeat the reason of an earlier file."""
    locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    return "encrypted" if locked and b"/Encrypt" in content else "unreadable_pdf"


def _take_attachments(document: Any, found: PdfContent) -> None:
    for index in range(min(document.count_attachments(), MAX_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name = attachment.get_name()
            if not name.lower().endswith(".xml"):
                continue
            found.attachments.append((name, _bytes_of(attachment)))
        except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
            found.warnings.append("attachment_unreadable")


def _bytes_of(attachment: Any) -> bytes:
    size = ctypes.c_ulong()
    known = pdfium.FPDFAttachment_GetFile(attachment.raw, None, 0, size)
    if not known or size.value > MAX_ATTACHMENT_BYTES:
        raise ValueError("attachment too large")
    return bytes(attachment.get_data())


def _take_lines(document: Any, found: PdfContent) -> None:
    indexes = pages_read(found.pages)
    if len(indexes) < found.pages:
        found.warnings.append("pages_skipped")
    for index in indexes:
        try:
            page = document[index]
            text = page.get_textpage()
            count = text.count_chars()
            if count > MAX_GLYPHS:
                found.warnings.append("page_too_dense")
            glyphs = list(_glyphs(text.raw, min(count, MAX_GLYPHS)))
            found.lines += lines_of(index + 1, glyphs)
            page.close()
        except pypdfium2.PdfiumError:
            found.warnings.append("page_unreadable")


def _glyphs(text: Any, count: int) -> Iterator[Glyph]:
    turn = _reading_turn(text, count)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if not _is_printed(code) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        if pdfium.FPDFText_GetCharOrigin(text, index, x, y):
            base = (x.value, y.value)
            yield _glyph(chr(code), (box.left, box.bottom, box.right, box.top), base, turn)


def _is_printed(code: int) -> bool:
    return code >= 32 and code != 0xFFFE and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF


def _glyph(text: str, box: tuple[float, ...], base: tuple[float, float], turn: int) -> Glyph:
    """A character seen upright: the text runs `turn` quarter turns clockwise from the horizontal."""
    left, bottom, right, top = box
    x, y = base
    if turn == 3:
        return Glyph(text, bottom, top, x, max(right - left, 0.5))
    if turn == 2:
        return Glyph(text, -right, -left, y, max(top - bottom, 0.5))
    if turn == 1:
        return Glyph(text, -top, -bottom, -x, max(right - left, 0.5))
    return Glyph(text, left, right, -y, max(top - bottom, 0.5))


def _reading_turn(text: Any, count: int) -> int:
    """Quarter turns of most characters: a page laid on its side is read all the same."""
    sample = range(0, count, max(1, count // 60))
    angles = (pdfium.FPDFText_GetCharAngle(text, index) for index in sample)
    turns = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else 0
