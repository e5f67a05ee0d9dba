"""A key on the documents queue: that document is read. The only function that loads a PDF library."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.handlers.events.batch import each_record
from chalicelib.intake.extract import read_document as read_pdf
from chalicelib.intake.preview import preview
from chalicelib.usecases.read_document import Reader, read_document

READER = Reader(read_pdf, preview)


def read(event: Any) -> dict[str, Any]:
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> str:
    office = bootstrap.office(str(body["agency"]))
    return read_document(office, int(body["ticket"]), str(body["document"]), READER, bootstrap.clock())
