"""The history of one document: who, what, when, each line holding the hash of the line before (S-30, O-3, V-6).

Lines are numbered by the document itself, so that none can be written twice, left out or put elsewhere without
the chain telling. `facts` are plain texts and whole numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from chalicelib.domain.document import Document

START = "0" * 64


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """One line. `what` is a stable code, `party_id` who acted when he is no user of the agency."""

    ticket_number: int
    document_id: str
    sequence: int
    at: datetime
    what: str
    who: str
    party_id: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    previous: str = START
    hash: str = ""


def noted(document: Document, now: datetime, what: str, who: str, party_id: str = "",
          facts: Mapping[str, str | int] | None = None) -> tuple[Document, PaperEntry]:
    """The document with one more line in its history, and the line."""
    bare = PaperEntry(document.ticket_number, document.id, document.entries + 1, now, what, who, party_id,
                      dict(facts or {}), document.chain or START)
    line = replace(bare, hash=hash_of(plain(bare)))
    return replace(document, entries=line.sequence, chain=line.hash), line


def plain(entry: PaperEntry) -> dict[str, object]:
    """The line as plain values, its own hash left out: what is hashed, and what an evidence file holds."""
    values = asdict(entry) | {"at": entry.at.isoformat()}
    del values["hash"]
    return values


def hash_of(values: dict[str, object]) -> str:
    """SHA-256 of the values as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
