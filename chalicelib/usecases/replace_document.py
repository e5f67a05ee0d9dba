"""A newer version takes the place of a document; who was voting on the older one is asked again (D-12, E-C6, E-M23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, after
from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.errors import NotFound
from chalicelib.domain.holdings import may_be_put
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.versions import replaced
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.decision_links import asked
from chalicelib.usecases.decision_news import replaced_told
from chalicelib.usecases.file_act import change_file, touching
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import called, opened, worded
from chalicelib.usecases.ruling import change_of
from chalicelib.usecases.warn_manager import with_warning


def replace_document(office: Office, user: User, number: int, new_id: str, old_id: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict when one of the two cannot be a version of the other."""
    def decide(file: TicketFile) -> Change | None:
        new, old = _found(file, new_id, old_id)
        if new.replaces == old.id:
            return None
        return touching(file, with_warning(file, superseding(office, file, old, new, user.name, now), now))

    change_file(office, number, decide)


def keep_apart(office: Office, user: User, number: int, document_id: str, now: datetime) -> None:
    """It only looked like a new version: both stand. Twice is once. Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change | None:
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        if MAYBE_NEW_VERSION not in document.warnings:
            return None
        others = tuple(code for code in document.warnings if code != MAYBE_NEW_VERSION)
        apart, line = noted(replace(document, warnings=others), now, "kept_apart", user.name)
        return Change(added=(line,), changed=(apart,))

    change_file(office, number, decide, late="document_changed")


def superseding(office: Office, file: TicketFile, old: Document, new: Document, who: str, now: datetime, *,
                fresh: bool = False) -> Change:
    """Everything that follows, as one change. `fresh`: the newer document is not in the books yet. Raises Conflict."""
    there = replace(file, documents=file.with_document(new))
    ruled, mails = replaced(there, old, new, who, now), Change()
    if old.status == "in_approval":
        ruled, mails = _asked_again(office, there, ruled, old, who, now)
    change = change_of(file, ruled).plus(mails)
    newest = ruled.document(new.id) or new
    entry = TimelineEntry(file.ticket.number, derived(new.id, "replaces", old.id), now, "document_replaced", who,
                          {"filename": newest.filename, "document_id": newest.id, "before": old.filename})
    if not fresh:
        return change.plus(Change(added=(entry,)))
    held = tuple(e for e in change.changed if e is not newest)
    return replace(change, added=(newest, entry, *change.added), changed=held)


def _asked_again(office: Office, there: TicketFile, ruled: Ruled, old: Document, who: str, now: datetime,
                 ) -> tuple[Ruled, Change]:
    """A fresh round on the newer version. A paper whose amounts nobody has confirmed does not go to an owner
    (E-M10): a person is asked to confirm them first, and the deciders hear that the older one decides nothing."""
    file = after(there, ruled)
    newest = next(d for d in ruled.documents if d.id != old.id)
    if not may_be_put(newest):
        waits = replace(ruled, ticket=alerted(ruled.ticket, now, "new_version_to_submit"))
        return waits, Change(mails=tuple(replaced_told(office, there, old, newest, now)))
    people = deciders(office, file, newest, now)
    again, unreached = called(file, opened(office, file, newest, people, who, now), people, now)
    links, rounds = asked(office, file, again.approvals, people, now)
    told = tuple(worded(m, there, newest) for m in links.mails)
    return ruled.then(replace(again, approvals=rounds)), replace(links, mails=told).plus(unreached)


def _found(file: TicketFile, new_id: str, old_id: str) -> tuple[Document, Document]:
    new, old = file.document(new_id), file.document(old_id)
    if new is None or old is None:
        raise NotFound("document")
    return new, old
