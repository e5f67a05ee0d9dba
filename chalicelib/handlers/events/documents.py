"""A key on the documents queue: that document is read, or that job advanced by a step. The only function that
loads the libraries that read and write PDF files and workbooks."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.handlers.events.batch import each_record
from chalicelib.handlers.web.labels import HISTORY
from chalicelib.intake.extract import read_document as read_pdf
from chalicelib.intake.preview import preview
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.read_document import Reader, read_document

READER = Reader(read_pdf, preview)


def read(event: Any) -> dict[str, Any]:
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> str:
    office = bootstrap.office(str(body["agency"]))
    if "job" in body:
        return advance_job(office, str(body["job"]), bootstrap.clock(), HISTORY)
    return read_document(office, int(body["ticket"]), str(body["document"]), READER, bootstrap.clock())
