"""The ZIP of an evidence file: record, manifest, documents as filed, mails as they arrived and left, and the check.

Written to a temporary file, piece by piece. The same state at the same moment gives the same bytes. What cannot be
put in is named in the record, never left out in silence.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from chalicelib.domain import evidence_check
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.evidence import Kept, Known, LeftOut, Record, manifest_of, record_of
from chalicelib.domain.evidence_check import MANIFEST, RECORD
from chalicelib.domain.mail import sent_key
from chalicelib.domain.message import Message
from chalicelib.rendering.evidence_paper import Cover
from chalicelib.usecases.ports import Office

ORIGINALS_LIMIT = 400_000_000  # bytes of documents and mails: what the worker's disk holds
AT_ONCE, FEW = 12, 4  # files read at the same time, and up to how many one after another will do
ZIPPED = "application/zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
Print = Callable[[Known, Record, list[Kept]], bytes]


@dataclass(frozen=True, slots=True)
class Original:
    """A file to put in: its name there, where it lies, and what is known of it before it is read."""

    name: str
    key: str
    raw: bool = False
    sha256: str = ""
    why_not: str = ""


@dataclass(slots=True)
class _Packing:
    """The ZIP being written, what is in it, and what is not."""

    archive: zipfile.ZipFile
    kept: list[Kept] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    size: int = 0

    def put(self, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.compress_type, entry.external_attr = how, 0o644 << 16
        self.archive.writestr(entry, content)
        self.kept.append(Kept(name, hashlib.sha256(content).hexdigest(), len(content)))


def write_zip(office: Office, known: Known, cover: Cover, stream: IO[bytes], printed: Print,
              limit: int = ORIGINALS_LIMIT) -> tuple[Record, bytes]:
    """Fill the stream. Returns the record and the PDF that is in it."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        packing = _Packing(archive)
        wanted = list(originals(office, known))
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start:start + AT_ONCE]
            for original, content in zip(part, _read(office, packing, part, limit), strict=True):
                _put(packing, original, content, limit)
        record = record_of(known, packing.left_out, cover.made_at)
        packing.put(RECORD, record.lines())
        packing.put("verify.py", Path(evidence_check.__file__).read_bytes())
        paper = printed(known, record, packing.kept)
        packing.put("evidence.pdf", paper)
        agency = (office.agency.id, office.agency.name)
        manifest = manifest_of(known, record, packing.kept, agency, cover.made_at, cover.made_by)
        packing.put(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return record, paper


def _read(office: Office, packing: _Packing, part: list[Original], limit: int) -> Iterator[bytes | None]:
    """The contents in their order, several asked for at once where there are many: each is a journey to the store."""
    def content(original: Original) -> bytes | None:
        skipped = original.why_not or packing.size >= limit
        return None if skipped else office.files.kept(original.key, raw=original.raw)

    if len(part) <= FEW:
        yield from map(content, part)
        return
    with ThreadPoolExecutor(AT_ONCE) as readers:
        yield from readers.map(content, part)


def _put(packing: _Packing, original: Original, content: bytes | None, limit: int) -> None:
    if content is None or packing.size >= limit:
        why = original.why_not or ("too_much" if packing.size >= limit else "missing")
        packing.left_out.append(LeftOut(original.name, original.sha256, why))
        return
    if original.sha256 and hashlib.sha256(content).hexdigest() != original.sha256:
        packing.left_out.append(LeftOut(original.name, original.sha256, "differs"))
    packing.size += len(content)
    packing.put(original.name, content, zipfile.ZIP_STORED)


def originals(office: Office, known: Known) -> Iterator[Original]:
    """Documents in the order they came, then mails. What is withheld stays withheld (M-46)."""
    file, agency_id = known.file, office.agency.id
    documents = sorted(file.documents, key=lambda d: (d.received_at, d.id))
    for position, document in enumerate(documents, start=1):
        why = "held" if document.reading == "held" or document.infected else "evidence" if _earlier(document) else ""
        name = f"originals/documents/{position:04}-{_safe(document.filename)}"
        yield Original(name, file_key(agency_id, document.sha256), sha256=document.sha256, why_not=why)
    messages = sorted((m for m in known.log if isinstance(m, Message)), key=lambda m: (m.at, m.id))
    for message in messages:
        if message.raw_key:
            sealed = "held" if file.sealed(message) else ""
            yield Original(f"originals/received/{_safe(message.id)}.eml", message.raw_key, raw=True, why_not=sealed)
    for mail in sorted(known.mails, key=lambda m: (m.created_at, m.id)):
        if mail.sent_at and mail.ticket_number == file.ticket.number:  # one about several files shows others' matters
            yield Original(f"originals/sent/{_safe(mail.id)}.eml", sent_key(agency_id, mail.id))


def _earlier(document: Document) -> bool:
    return document.made_here and document.content_type == ZIPPED


def _safe(name: str) -> str:
    """A name any system can unpack; the real one is in the record."""
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in name).strip(" .")
    return kept[-80:] or "document"
