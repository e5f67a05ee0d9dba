"""Tables as offices hand them in: coded, cut and packed in many ways, some of them hostile (F-3)."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.job import JobKind
from chalicelib.intake import table_file
from chalicelib.intake.import_columns import COLUMNS, matched
from chalicelib.intake.table_file import Unreadable, lines_of

CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=12)


def workbook(rows: list[list[object]]) -> bytes:
    """The smallest XLSX that programs open: texts, numbers, and dates under style 1."""
    def cell(value: object) -> str:
        if isinstance(value, (int, float)):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType='
                               '"application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/'
                       'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" '
                           'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type='
                                      f'"{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.sampled_from(";,\t"))
def test_what_a_program_wrote_is_read_back(rows: list[tuple[str, str]], mark: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(["Nom", "E-mail"])
    writer.writerows(rows)
    (_, headings), *lines = lines_of(out.getvalue().encode("utf-8-sig"))
    assert headings == ["Nom", "E-mail"]
    wanted = [[table_file._clean(c) for c in row] for row in rows]
    assert [cells for _, cells in lines] == [row for row in wanted if any(row)]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_are_refused(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert lines_of(content)


def test_a_workbook_reads_like_its_text() -> None:
    content = workbook([["Nom", "SIRET", "Loyer"], ["Été &amp; Fils", 73282932000074, 850.5], ["", "", ""]])
    assert lines_of(content) == [(1, ["Nom", "SIRET", "Loyer"]), (2, ["Été & Fils", "73282932000074", "850.5"])]


def test_a_packed_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_file, "UNPACKED_AT_MOST", 1000)
    with pytest.raises(Unreadable, match="too_large"):
        lines_of(workbook([["x" * 2000]]))


def test_a_cell_over_several_lines_keeps_the_numbers_of_those_that_follow() -> None:
    assert [n for n, _ in lines_of(b'Nom;Note\nA;"un\ndeux"\nB;c\n')] == [1, 2, 4]


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_every_heading_of_a_template_is_understood_however_it_is_written(kind: JobKind) -> None:
    for vary in (str, str.upper, lambda t: t.replace("’", "'"), lambda t: f" {t} * "):
        found, missing = matched(kind, [vary(c.title) for c in COLUMNS[kind]])
        assert list(found.values()) == [c.name for c in COLUMNS[kind]]
        assert missing == ()
    assert matched(kind, ["Rien"])[1] == tuple(c.title for c in COLUMNS[kind] if c.required)
