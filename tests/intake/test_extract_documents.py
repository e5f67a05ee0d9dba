"""The sample documents are read as their labels say, and what is not sure is proposed, never taken."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.intake.extract import read_document
from chalicelib.intake.reading import Reading
from tests.intake.documents.write import write_all

FOLDER = Path(__file__).parent / "documents"
LABELS: dict[str, dict[str, Any]] = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))


def read(name: str) -> Reading:
    return read_document((FOLDER / name).read_bytes(), "document.pdf")


def printed(reading: Reading, field: str) -> Any:
    figure = reading.figures.get(field)
    value = figure.value if figure else None
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", sorted(LABELS))
def test_every_labelled_figure_is_right(name: str) -> None:
    truth, reading = dict(LABELS[name]), read(name)
    proposed = set(truth.pop("proposed", ()))
    assert set(truth.pop("warnings", ())) <= set(reading.warnings)
    for field in {"kind", "source"} & truth.keys():
        assert getattr(reading, field) == truth.pop(field), field
    for field, value in truth.items():
        assert printed(reading, field) == value, (field, reading.figures.get(field))
    taken = {field for field, figure in reading.figures.items() if figure.taken}
    assert not proposed & taken
    assert {field for field, value in truth.items() if value is not None} - proposed <= taken


@pytest.mark.parametrize("name", sorted(LABELS))
def test_every_figure_says_where_it_was_read(name: str) -> None:
    assert all(figure.where for figure in read(name).figures.values())


def test_the_documents_are_what_their_program_draws(tmp_path: Path) -> None:
    write_all(tmp_path)
    for drawn in tmp_path.iterdir():
        assert drawn.read_bytes() == (FOLDER / drawn.name).read_bytes(), drawn.name


def test_a_name_alone_never_gives_a_sure_kind() -> None:
    reading = read_document((FOLDER / "scan_without_text.pdf").read_bytes(), "Facture 12.pdf")
    assert reading.kind == "invoice"
    assert reading.confidence < 0.8
