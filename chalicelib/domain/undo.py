"""Taking a mail back before it leaves: what its act moved is put right again, and nothing else (D-31, U-40).

Each field the act changed goes back to what it was, unless somebody has changed it since: that stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.domain.agency import Agency
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.document import Document, Status
from chalicelib.domain.ticket import Ticket

if TYPE_CHECKING:
    from chalicelib.domain.ticket_file import TicketFile

_BOOKKEEPING = ("version", "counted", "linked")
T = TypeVar("T", Ticket, Assignment)


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A document whose status the act moved."""

    id: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Undo:
    """The ticket before and after the act, without its long text; the missions it changed, and those it made
    (in `missions_after` alone); `also` the other mails of the same act; `typed` and `ticked` the form."""

    action: str
    user_id: str
    typed: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    before: Ticket | None = None
    after: Ticket | None = None
    missions_before: tuple[Assignment, ...] = ()
    missions_after: tuple[Assignment, ...] = ()
    documents: tuple[DocumentStep, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What is written again, and what goes."""

    changed: tuple[object, ...]
    removed: tuple[object, ...]


def undo_seconds(agency: Agency, ticket: Ticket) -> int:
    """How long a mail of this ticket is held back: not at all when the ticket is urgent (D-31)."""
    return 0 if ticket.priority == "urgent" else agency.undo_seconds


def undo_of(action: str, user_id: str, file: TicketFile, written: Iterable[object], typed: dict[str, str],
            ticked: tuple[str, ...], also: tuple[str, ...] = ()) -> Undo:
    """What puts an act right again. `written` is everything its change adds and changes."""
    written = tuple(written)
    after = next((e for e in written if isinstance(e, Ticket) and e.number == file.ticket.number), None)
    missions = tuple(e for e in written if isinstance(e, Assignment))
    known = (file.assignment(m.party_id) for m in missions)
    steps = ((d.id, old.status, d.status) for d in written if isinstance(d, Document) and (old := file.document(d.id)))
    return Undo(
        action, user_id, typed, ticked, _short(file.ticket) if after else None, _short(after) if after else None,
        tuple(m for m in known if m), missions, tuple(DocumentStep(*s) for s in steps if s[1] != s[2]), also)


def _short(ticket: Ticket) -> Ticket:
    return replace(ticket, description="")


def restored(undo: Undo, file: TicketFile) -> Restored:
    """What a take-back writes, from the file as it is now. Always the ticket, so that two acts never cross."""
    ticket = file.ticket
    if undo.before and undo.after:
        ticket = _put_back(ticket, undo.before, undo.after)
    changed: list[object] = [ticket]
    removed: list[object] = []
    before = {m.party_id: m for m in undo.missions_before}
    for after in undo.missions_after:
        now, old = file.assignment(after.party_id), before.get(after.party_id)
        if now is None:
            continue
        if old is not None:
            changed.append(_put_back(now, old, after))
        elif replace(now, version=0) == replace(after, version=0):
            removed.append(now)
    for step in undo.documents:
        document = file.document(step.id)
        if document and document.status == step.after:
            changed.append(replace(document, status=step.before))
    return Restored(tuple(changed), tuple(removed))


def _put_back(now: T, before: T, after: T) -> T:
    moved: dict[str, Any] = {}
    for each in fields(now):
        was, became = getattr(before, each.name), getattr(after, each.name)
        if each.name not in _BOOKKEEPING and was != became and getattr(now, each.name) == became:
            moved[each.name] = was
    return replace(now, **moved)
