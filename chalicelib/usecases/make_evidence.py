"""The document worker makes the evidence of a works file, and files it among the documents.

A step that comes twice makes the same bytes, and finds them filed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Literal

from chalicelib.domain import job as work
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.document import Document, document_id, file_key
from chalicelib.domain.evidence import Kept, Known, Record
from chalicelib.domain.job import Job
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.rendering.evidence_paper import Cover, evidence_paper
from chalicelib.rendering.formats import PARIS
from chalicelib.usecases.evidence_zip import ZIPPED, write_zip
from chalicelib.usecases.gather_evidence import known_of
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

BLOCK = 1 << 20


def write_evidence(office: Office, job: Job, words: Mapping[str, str], now: datetime) -> Literal["done", "gone"]:
    """Errors of our stores are raised: the queue brings the work back, or the sweep does."""
    file = office.tickets.file(int(job.facts["ticket"]))
    if file is None:
        return "gone"
    cover = Cover(office.agency.name, job.who, job.created_at, office.agency.language)

    def printed(known: Known, record: Record, kept: list[Kept]) -> bytes:
        return evidence_paper(known, record, kept, cover, words)

    with tempfile.TemporaryFile() as stream:
        record, paper = write_zip(office, known_of(office, file), cover, stream, printed)
        sha256, size = _weighed(stream)
        office.files.store(file_key(office.agency.id, sha256), stream, ZIPPED)
    printed_sha = hashlib.sha256(paper).hexdigest()
    office.files.put(file_key(office.agency.id, printed_sha), paper, "application/pdf")
    stamp = job.created_at.astimezone(PARIS).strftime("%Y-%m-%d-%Hh%M")
    name = f"preuves-{file.ticket.reference}-{stamp}"
    made = (_report(job, f"{name}.pdf", "application/pdf", printed_sha, len(paper)),
            _report(job, f"{name}.zip", ZIPPED, sha256, size))
    entry = TimelineEntry(file.ticket.number, derived(job.id, "made"), now, "evidence_made", job.who,
                          {"filename": f"{name}.zip", "reason": f"{len(record.entries)} · {record.head}"})
    fresh = tuple(d for d in made if file.document(d.id) is None)
    done = work.ended(job, pdf=made[0].id, zip=made[1].id)
    try:
        office.books.commit(Change(added=(*fresh, entry), changed=(done,)))
    except Outdated:
        return "gone"  # another worker was faster, with the same bytes
    return "done"


def _weighed(stream: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size of what was written."""
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _report(job: Job, name: str, content_type: str, sha256: str, size: int) -> Document:
    number = int(job.facts["ticket"])
    return Document(number, document_id(number, sha256), "report", name, content_type, size, sha256, job.created_at,
                    who=job.who, made_here=True)
