"""Versions of one document: the newer one replaces the older, which stays readable and counts nowhere (D-12, E-C6).

What is voted on is one version: an open round on the replaced one is frozen. An agreement given to the older one
stands and counts until the newer one is accepted, which is put to the deciders again, as far as it differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import approval as rounds
from chalicelib.domain.approval import Approval
from chalicelib.domain.decision import Ruled
from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.folding import fold
from chalicelib.domain.holdings import counted
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile

AGREED = ("approved", "paid")
VERSIONED = ("quote", "invoice", "credit_note", "progress_statement", "change_order")  # kinds a firm sends again


def current(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Without the versions that were replaced."""
    return tuple(d for d in documents if not d.superseded_by)


def chain(documents: Iterable[Document], document: Document) -> tuple[Document, ...]:
    """All versions of a document that the file still holds, the oldest first."""
    known = {d.id: d for d in documents}
    found = [document]
    while (older := known.get(found[0].replaces)) and older not in found:
        found.insert(0, older)
    while (newer := known.get(found[-1].superseded_by)) and newer not in found:
        found.append(newer)
    return tuple(found)


def difference(new: Document, old: Document | None) -> int | None:
    """By how much the newer version is dearer, when both amounts are known for certain."""
    if old is None or new.gross_cents is None or old.gross_cents is None:
        return None
    return new.gross_cents - old.gross_cents


def replaced(file: TicketFile, old: Document, new: Document, who: str, now: datetime) -> Ruled:
    """The newer version stands in the place of the older one. `file` already holds both. Raises Conflict when one
    of them cannot: the older one was replaced before, or the newer one is itself an earlier or a later version."""
    if old.id == new.id or new.replaces or new.superseded_by or old in chain(file.documents, new):
        raise Conflict("no_new_version")
    if old.superseded_by:
        raise Conflict("superseded")
    if "held" in (old.reading, new.reading):
        raise Conflict("held")
    gone, fresh = _tied(old, new)
    more = difference(new, old)
    told: dict[str, str | int] = {} if more is None else {"difference_cents": more}
    last, lines = file.approval(old.id), []
    closed: tuple[Approval, ...] = ()
    if last and last.state == "open":
        closed = (rounds.closed(last, "superseded", who, now),)
        gone, line = noted(gone, now, "votes_frozen", who, facts={"votes": len(last.votes), "reason": "superseded"})
        lines.append(line)
    gone, line = noted(gone, now, "replaced", who, facts=told | {"by": new.id, "filename": new.filename})
    fresh, other = noted(fresh, now, "version_of", who,
                         facts=told | {"of": old.id, "filename": old.filename, "edition": fresh.edition})
    ticket = replace(file.ticket, chosen_quote=_chosen(file, old, fresh))
    after = tuple({d.id: d for d in (*file.documents, gone, fresh)}.values())
    ticket = counted(ticket, after, now)
    if old.status in AGREED:
        ticket = alerted(ticket, now, "new_version_after_approval")
    return Ruled(ticket, closed, (gone, fresh), (*lines, line, other))


def _tied(old: Document, new: Document) -> tuple[Document, Document]:
    fresh = replace(new, edition=old.edition + 1, replaces=old.id, packages=new.packages or old.packages,
                    parts=new.parts if new.packages else (),
                    warnings=tuple(code for code in new.warnings if code != MAYBE_NEW_VERSION))
    return replace(old, superseded_by=new.id, in_force=old.kind == "quote" and old.status in AGREED), fresh


def _chosen(file: TicketFile, old: Document, new: Document) -> str:
    """A choice among quotes goes on to the newer one, unless it was agreed to: that agreement was to the older."""
    chosen = file.ticket.chosen_quote
    return new.id if chosen == old.id and old.status not in AGREED and new.kind == "quote" else chosen


def proposed(documents: Iterable[Document], document: Document) -> Document | None:
    """The document that this one seems to replace: of the same firm and kind, under the same number; else, when
    its sender says that it is a new version, the last one he sent. Nothing is replaced unless a person says so."""
    if document.replaces or document.superseded_by or not document.party_id or document.reading in ("held", "pending"):
        return None
    earlier = [d for d in current(documents) if d.id != document.id and d.party_id == document.party_id
               and d.kind == document.kind and d.received_at <= document.received_at and d.reading != "held"]
    earlier.sort(key=lambda d: (d.received_at, d.id))
    numbered = [d for d in earlier if _number(d) and _number(d) == _number(document)]
    return numbered[-1] if numbered else earlier[-1] if earlier and MAYBE_NEW_VERSION in document.warnings else None


def looks_new(documents: Iterable[Document], document: Document) -> Document:
    """The document, marked when it seems to be a new version of one that the file holds (E-C6, E-C22)."""
    seems = document.kind in VERSIONED and proposed(documents, document) is not None
    others = tuple(code for code in document.warnings if code != MAYBE_NEW_VERSION)
    return replace(document, warnings=(*others, MAYBE_NEW_VERSION) if seems else others)


def _number(document: Document) -> str:
    value = document.taken("number")
    return "".join(c for c in fold(str(value)) if c.isalnum()) if value is not None else ""
