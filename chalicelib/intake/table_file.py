"""A file of lines and columns as offices export it: CSV in any of three codings, or a workbook.

Cells come out as texts. A workbook is opened only after its unpacked size was looked at (F-3).
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

UNPACKED_AT_MOST = 150_000_000
LINES_AT_MOST = 50_000
COLUMNS_AT_MOST = 60
CELL_LIMIT = 5_000
Line = tuple[int, list[str]]


class Unreadable(ValueError):
    """No table can be read here; the argument is the code of the sentence that says why."""


def lines_of(content: bytes) -> list[Line]:
    """Every line that says something, with its number in the file, the heading first. Raises Unreadable."""
    if content.startswith(b"PK\x03\x04"):
        rows = _workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_workbook")
    else:
        rows = _separated(_text(content))
    found = [(number, [_clean(cell) for cell in row[:COLUMNS_AT_MOST]]) for number, row in rows]
    kept = [line for line in found if any(line[1])]
    if not kept:
        raise Unreadable("empty")
    if len(kept) > LINES_AT_MOST:
        raise Unreadable("too_many_lines")
    return kept


def _text(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, or what Windows wrote before."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content:
        raise Unreadable("not_a_table")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separated(text: str) -> list[Line]:
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        found, after = [], 0
        for row in reader:
            found.append((after + 1, row))  # the line where it begins: a quoted cell may go over several
            after = reader.line_num
        return found
    except csv.Error:
        raise Unreadable("not_a_table") from None


def _separator(text: str) -> str:
    """The mark that cuts the heading into the most cells, quoted ones apart."""
    heading = next((line for line in text.splitlines() if line.strip()), "")

    def cells(mark: str) -> int:
        return len(next(csv.reader([heading], delimiter=mark), []))
    return max((";", ",", "\t"), key=cells)


def _workbook(content: bytes) -> list[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise Unreadable("not_a_table") from None
    if size > UNPACKED_AT_MOST:
        raise Unreadable("too_large")
    from python_calamine import CalamineError, CalamineWorkbook  # in the worker's own layer

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=LINES_AT_MOST + 2)
    except (CalamineError, ValueError, IndexError):
        raise Unreadable("not_a_table") from None
    return [(number, [_said(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _said(cell: Any) -> str:
    """A cell as it would be typed: whole numbers without a point, dates year first."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)


def _clean(cell: str) -> str:
    """Without the apostrophe that keeps an exported cell from being a formula."""
    text = cell.strip()[:CELL_LIMIT]
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
