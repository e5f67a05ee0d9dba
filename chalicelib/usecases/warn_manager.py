"""The manager hears by mail that an invoice passes the progress of the works, in the commit that makes it so (S-07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.over_invoiced import warned
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived

TEMPLATE = "over_invoiced"


def with_warning(file: TicketFile, change: Change, now: datetime) -> Change:
    """The change, and for each of its invoices that passes the progress a line in both histories and one mail. It is
    remembered on the document, so that the same version is never told twice. `file` is the file as it was read."""
    documents = [e for e in (*change.added, *change.changed) if isinstance(e, Document)]
    told = warned(file, documents, now)
    if not told:
        return change
    fresh = {document.id: document for document, _, _ in told}
    lines = tuple(line for _, line, _ in told)
    entries, mails = [], []
    for document, _, facts in told:
        said = facts | {"filename": document.filename, "document_id": document.id}
        entries.append(TimelineEntry(document.ticket_number, derived(document.id, TEMPLATE), now, TEMPLATE, "", said))
        mails.append(OutgoingMail(
            id=derived(TEMPLATE, document.id), purpose="warning", template=TEMPLATE, language="fr", to_email="",
            created_at=now, not_before=now, ticket_number=document.ticket_number,
            facts=said | {"kind": document.kind, "author": document.who, "gross_cents": document.gross_cents or 0}))
    return replace(change, added=(*_with(change.added, fresh), *lines, *entries), changed=_with(change.changed, fresh),
                   mails=(*change.mails, *mails))


def _with(entities: tuple[object, ...], fresh: dict[str, Document]) -> tuple[object, ...]:
    return tuple(fresh.get(e.id, e) if isinstance(e, Document) else e for e in entities)
