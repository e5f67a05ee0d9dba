"""What one document brings to the financial table, and which documents count at all (D-16).

Every invoice counts except a refused one, also without a status; a credit note counts negative; a superseded version
and a withheld piece do not count. An amount that is missing is 0 and said. The line is kept beside the document
in a compact form, so that the table of a large file is read without its documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.domain.document import Document
from chalicelib.domain.progress import progress_of

KINDS: Final = ("quote", "change_order", "progress_statement", "invoice", "credit_note")
INVOICES: Final = ("invoice", "credit_note")
AGREED: Final = ("approved", "paid")


@dataclass(frozen=True, slots=True)
class FinancialLine:
    """Amounts are signed: those of a credit note are negative. `parts` are the cents of each package, in their
    order, when a person gave them; `dated` tells which of two statements is the later one."""

    document_id: str
    kind: str
    status: str
    packages: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    gross_cents: int | None = None
    net_cents: int | None = None
    progress: dict[str, int] = field(default_factory=dict)
    dated: str = ""


def stands(document: Document) -> bool:
    """A document that counts: not replaced by a newer version, unless what was agreed is still in force, not
    withheld."""
    return document.stands and document.reading != "held"


def counts_as_invoice(document: Document) -> bool:
    """Every invoice and credit note except « Refusé » (S-17)."""
    return document.kind in INVOICES and document.status != "refused" and stands(document)


def line_of(document: Document) -> FinancialLine | None:
    """What the table needs of a document; None for one that brings nothing."""
    if document.kind not in KINDS or not stands(document):
        return None
    gross, net, vat = (_cents(document, name) for name in ("gross_cents", "net_cents", "vat_cents"))
    if not document.sums_close:
        net = None  # a sum that contradicts its own TTC would be worse than one that is missing
    elif net is None and gross is not None and vat is not None:
        net = abs(gross) - abs(vat)
    progress = progress_of(document) if document.kind == "progress_statement" else {}
    return FinancialLine(document.id, document.kind, document.status, document.packages, document.parts,
                         _signed(document, gross), _signed(document, net), progress, _dated(document))


def written(line: FinancialLine) -> str:
    """The line as one short text; its document is named beside it."""
    values = [line.kind, line.status, list(line.packages), list(line.parts), line.gross_cents, line.net_cents,
              line.progress, line.dated if line.kind == "progress_statement" else ""]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_lines(texts: Mapping[str, str]) -> Sequence[FinancialLine]:
    """The lines by the ids of their documents, all read at once."""
    values: list[list[Any]] = json.loads(f"[{','.join(texts.values())}]")
    return [FinancialLine(name, v[0], v[1], tuple(v[2]), tuple(v[3]), v[4], v[5], v[6], v[7])
            for name, v in zip(texts, values, strict=True)]


def _cents(document: Document, name: str) -> int | None:
    value = document.taken(name)
    return value if isinstance(value, int) else None


def _signed(document: Document, cents: int | None) -> int | None:
    """A credit note takes away, with or without a sign of its own on the paper."""
    return -abs(cents) if cents is not None and document.kind == "credit_note" else cents


def _dated(document: Document) -> str:
    """A statement is as late as the day written on it, else the day it came."""
    issued = document.taken("issued_on")
    day = issued.isoformat() if issued is not None and not isinstance(issued, int | str) else ""
    return f"{day or document.received_at.date().isoformat()} {document.received_at.isoformat()}"
