"""An owner sends a quote back, signed: it is the signed quote, not another quote, and it is compared with the one that
was submitted (E-L6, D-29). It proposes an agreement; a manager confirms it, whatever the amount.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.folding import fold
from chalicelib.domain.proposal import Proposal
from chalicelib.domain.rivals import BASES
from chalicelib.domain.ticket_file import TicketFile

Match = Literal["appended", "same", "differs", "unread"]
_SIGNED = re.compile(r"\bsigne[es]?\b|\bsigned\b|bon pour accord|\baccepte[es]?\b")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How what came back stands to what was submitted: the same file with a signature added, the same amount,
    another one (`got_cents` instead of `asked_cents`), or nothing that could be read."""

    match: Match
    asked_cents: int
    got_cents: int

    def text(self) -> str:
        """As a proposal keeps it."""
        return f"{self.match}:{self.asked_cents}:{self.got_cents}"


def comparison_of(text: str) -> Comparison | None:
    match, _, cents = text.partition(":")
    asked, _, got = cents.partition(":")
    known: Match | None = next((m for m in ("appended", "same", "differs", "unread") if m == match), None)
    if known is None or not (asked.isdigit() and got.isdigit()):
        return None
    return Comparison(known, int(asked), int(got))


def signed_back(file: TicketFile, found: Document, content: bytes) -> tuple[Document, Comparison] | None:
    """The document as a signed quote, and how it compares; None when it is none. Its sender must be one of those who
    decide, and it must say so by its name, its number, or by beginning with the very bytes that were submitted."""
    for base in file.documents:
        if base.id == found.id or base.status != "in_approval" or base.kind not in BASES:
            continue
        if not _decides(file, base, found):
            continue
        appended = found.size > base.size and hashlib.sha256(content[:base.size]).hexdigest() == base.sha256
        named = bool(_SIGNED.search(fold(re.sub(r"[_\-.]+", " ", found.filename))))
        same_number = found.kind == "quote" and _same(base, found, "number")
        if appended or same_number or (named and found.kind in ("quote", "other", "signed_quote")):
            warnings = tuple(w for w in found.warnings if w != MAYBE_NEW_VERSION)
            return replace(found, kind="signed_quote", warnings=warnings), _compared(base, found, appended=appended)
    return None


def proposing(proposals: tuple[Proposal, ...], comparison: Comparison, filename: str) -> tuple[Proposal, ...]:
    """The agreement that the mail proposes, with the comparison; one that a person has settled stays as it is."""
    told = comparison.text()
    known = next((p for p in proposals if p.kind in ("accepts", "refuses")), None)
    if known is None:
        return (*proposals, Proposal("accepts", filename, value=told))
    if known.state != "open" or known.kind == "refuses":
        return proposals
    return tuple(replace(p, value=told) if p is known else p for p in proposals)


def _decides(file: TicketFile, base: Document, found: Document) -> bool:
    approval = file.approval(base.id)
    if approval and approval.elector(found.party_id):
        return True
    return approval is None and found.party_id in file.ticket.owner_ids


def _same(base: Document, found: Document, name: str) -> bool:
    value = found.taken(name)
    return value is not None and value == base.taken(name)


def _compared(base: Document, found: Document, *, appended: bool) -> Comparison:
    asked, got = base.gross_cents or 0, found.gross_cents
    if appended:
        return Comparison("appended", asked, asked)
    if got is None:
        return Comparison("unread", asked, 0)
    return Comparison("same" if got == asked else "differs", asked, got)
