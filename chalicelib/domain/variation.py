"""A quote that grows after the order is a variation (« avenant »): only the difference is put to the owner, what was
ordered stays ordered (E-C6, D-12).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Conflict
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.rivals import rivals
from chalicelib.domain.ticket_file import TicketFile

_ORDERED = ("approved", "paid")
_UNDER_WAY = ("approved", "in_progress", "works_done")
_AMOUNTS = ("gross_cents", "vat_cents", "net_cents")


def grown_from(file: TicketFile, document: Document) -> Document | None:
    """The accepted quote that this one grows: the version it replaces, or what its firm was ordered on. None when
    it does not grow, or when nothing was accepted."""
    if document.kind != "quote" or document.status in _ORDERED or document.superseded_by:
        return None
    if file.ticket.state not in _UNDER_WAY:
        return None
    before = file.document(document.replaces) if document.replaces else None
    while before and before.status not in _ORDERED and before.replaces:
        before = file.document(before.replaces)
    if before is None:
        mission = file.assignment(document.issuer_id)
        known = (mission.retained_document,) if mission and mission.retained_document else ()
        theirs = [d for d in map(file.document, (*file.ticket.ordered_documents, *known))
                  if d and d.issuer_id in (document.issuer_id, "") and rivals(d, document)]
        before = theirs[-1] if mission and theirs else None
    if before is None or before.id == document.id or before.status not in _ORDERED:
        return None
    asked, accepted = document.gross_cents, before.gross_cents
    return before if asked is not None and accepted is not None and asked > accepted else None


def as_variation(file: TicketFile, document: Document, who: str, now: datetime,
                 ) -> tuple[Document, Document, tuple[PaperEntry, ...]]:
    """The document as a variation of the difference, and the accepted quote, which stands again; their lines. Raises
    Conflict when it does not grow."""
    base = grown_from(file, document)
    if base is None:
        raise Conflict("no_growth")
    figures = dict(document.figures)
    for name in _AMOUNTS:
        asked, accepted = document.taken(name), base.taken(name)
        if isinstance(asked, int) and isinstance(accepted, int):
            figures[name] = FiledFigure(asked - accepted, 1.0, f"difference with {base.filename}", True)
        else:
            figures.pop(name, None)
    facts: dict[str, str | int] = {"filename": base.filename, "gross_cents": base.gross_cents or 0,
                                   "asked_cents": document.gross_cents or 0}
    bare = replace(document, kind="change_order", status="", replaces="", edition=1, figures=figures)
    turned, line = noted(bare, now, "made_variation", who, facts=facts)
    if base.superseded_by != document.id:
        return turned, base, (line,)
    stands, other = noted(replace(base, superseded_by="", in_force=False), now, "stands_again", who,
                          facts={"filename": document.filename})
    return turned, stands, (line, other)
