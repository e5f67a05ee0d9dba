"""What follows from a decision on a document: its status, its round, and the works file it belongs to.

The same effects whoever decided: the votes, a manager with a source (D-10), a deadline. A quote that is accepted
takes the file to « Accordé », the others of the ballot are not retained; one that is refused takes it back to
quotes (D-25). A variation leaves the works going on. A decision of the votes can be withdrawn while it cools (D-13).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import approval as rounds
from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document, Status
from chalicelib.domain.holdings import counted
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.rivals import BASES, rivals
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import Ticket, alerted, moved, turn
from chalicelib.domain.ticket_file import TicketFile

VOTES = "votes"
STATUS_OF: dict[str, Status] = {"accepted": "approved", "refused": "refused"}


@dataclass(frozen=True, slots=True)
class Ruled:
    """The ticket, the rounds and the documents as they are now, and the lines this adds to their histories."""

    ticket: Ticket
    approvals: tuple[Approval, ...]
    documents: tuple[Document, ...]
    lines: tuple[PaperEntry, ...]

    def document(self, document_id: str) -> Document | None:
        return next((d for d in self.documents if d.id == document_id), None)

    def then(self, later: Ruled) -> Ruled:
        """Two decisions in a row as one: of each thing the later state."""
        rounds_ = {(a.document_id, a.round): a for a in (*self.approvals, *later.approvals)}
        documents = {d.id: d for d in (*self.documents, *later.documents)}
        return Ruled(later.ticket, tuple(rounds_.values()), tuple(documents.values()), (*self.lines, *later.lines))

    def approval(self, document_id: str) -> Approval | None:
        return next((a for a in self.approvals if a.document_id == document_id), None)


def unmoved(file: TicketFile) -> Ruled:
    return Ruled(file.ticket, (), (), ())


def after(file: TicketFile, ruled: Ruled) -> TicketFile:
    """The file as the decision leaves it, for whatever is decided next."""
    ids = {(a.document_id, a.round) for a in ruled.approvals}
    kept = tuple(a for a in file.approvals if (a.document_id, a.round) not in ids)
    return replace(file, ticket=ruled.ticket, documents=_all(file, ruled.documents),
                   approvals=(*kept, *ruled.approvals))


def read_votes(file: TicketFile, approval: Approval, document: Document, now: datetime, cooling: timedelta) -> Ruled:
    """The votes as they stand are read; when they decide, what follows. `document` already holds the lines of
    the votes. No cooling when the works are urgent."""
    outcome = tally(approval).outcome
    if outcome == "open":
        waits = replace(approval, outcome="open")
        return Ruled(_settled(file, (waits,), file.ticket, now), (waits,), (document,), ())
    if outcome == "split":
        return _split(file, approval, document, now)
    until = None if file.ticket.priority == "urgent" else now + cooling
    ended = replace(approval, state="settled", outcome=outcome, reason=VOTES, ended_at=now, cooling_until=until)
    return decided(file, ended, document, STATUS_OF[outcome], now, VOTES, {})


def _split(file: TicketFile, approval: Approval, document: Document, now: datetime) -> Ruled:
    """« Avis partagés »: nothing is decided, the manager is to decide."""
    if approval.outcome == "split":
        return Ruled(file.ticket, (approval,), (document,), ())
    document, line = noted(document, now, "votes_split", "")
    shared = replace(approval, outcome="split")
    return Ruled(alerted(file.ticket, now, "split_votes"), (shared,), (document,), (line,))


def _settled(file: TicketFile, changed: Iterable[Approval], ticket: Ticket, now: datetime) -> Ticket:
    """Without the task to settle divided opinions, once no open vote of the file is divided any more (D-8)."""
    rounds_ = {(a.document_id, a.round): a for a in (*file.approvals, *changed)}
    if any(a.state == "open" and a.outcome == "split" for a in rounds_.values()):
        return ticket
    calm = replace(ticket, tasks=tuple(t for t in ticket.tasks if t != "split_votes"))
    return calm if turn(calm) == turn(ticket) else replace(calm, turn_since=now)


def decided(file: TicketFile, approval: Approval | None, document: Document, status: Status, now: datetime, who: str,
            facts: dict[str, str | int]) -> Ruled:
    """A document gets a status, by its votes or by a manager; `facts` name the source and its words (D-10)."""
    by = "" if who == VOTES else who
    document, line = noted(replace(document, status=status), now, f"status_{status or 'none'}", by, facts=facts)
    lines, others, ended = [line], [], []
    if document.kind in BASES and status == "approved":
        for rival in (a for a in file.approvals if a.state == "open"):
            other = file.document(rival.document_id)
            if other and other.kind in BASES and rivals(document, other):
                other, line = noted(replace(other, status="refused"), now, "not_retained", by)
                others.append(other)
                lines.append(line)
                ended.append(rounds.closed(rival, "other_retained", by, now))
    documents = (document, *others, *_outlived(file, document))
    changed = (*((approval,) if approval else ()), *ended)
    ticket = _settled(file, changed, _ticket(file, document, documents, now), now)
    return Ruled(ticket, changed, documents, tuple(lines))


def _outlived(file: TicketFile, document: Document) -> tuple[Document, ...]:
    """What was agreed on an earlier version counts until the newer one is accepted (E-C6)."""
    found, older = [], file.document(document.replaces) if document.status == "approved" else None
    while older and older not in found:
        found.append(older)
        older = file.document(older.replaces)
    return tuple(replace(d, in_force=False) for d in found if d.in_force)


def _ticket(file: TicketFile, document: Document, changed: Iterable[Document], now: datetime) -> Ticket:
    """Where the works file goes from here. A status given late moves nothing that is already under way."""
    ticket, every = file.ticket, _all(file, changed)
    if document.kind not in BASES:
        return counted(ticket, every, now)
    if document.status == "approved":
        ticket = replace(ticket, chosen_quote=document.id, amount_cents=_amount(ticket, file.documents, every))
        if ticket.state in ("quoting", "qualified", "awaiting_approval"):
            ticket = moved(ticket, "approved", now)
        return counted(ticket, every, now)
    if document.status == "refused":
        chosen = "" if ticket.chosen_quote == document.id else ticket.chosen_quote
        ticket = counted(replace(ticket, chosen_quote=chosen), every, now)
        waiting = any(d.status == "in_approval" and d.kind in BASES for d in every)
        if ticket.state == "awaiting_approval" and not waiting:
            return alerted(moved(ticket, "quoting", now), now, "owner_refused")
        return ticket
    if document.status == "in_approval" and ticket.state in ("qualified", "quoting", "approved"):
        ticket = moved(replace(ticket, chosen_quote=ticket.chosen_quote or document.id), "awaiting_approval", now)
    return counted(ticket, every, now)


def taken_back(file: TicketFile, approval: Approval, party_id: str, now: datetime) -> Ruled:
    """A decision of the votes is withdrawn while it cools: the same round again without that vote. Quotes that were not
    retained for it are on the table again, without his refusals that came with his choice (D-14, E-L22). Raises
    Conflict when there is no such vote."""
    open_again = rounds.withdrawn(rounds.reopened(approval), party_id)
    document = file.document(approval.document_id)
    if document is None:
        return unmoved(file)
    elector = approval.elector(party_id)
    document, line = noted(replace(document, status="in_approval"), now, "decision_cancelled",
                           elector.name if elector else "", party_id)
    again, documents, lines = [open_again], [document], [line]
    for rival in file.approvals:
        other = file.document(rival.document_id)
        if other and rival.reason == "other_retained" and rival.ended_at == approval.ended_at:
            back = rounds.reopened(rival)
            again.append(rounds.withdrawn(back, party_id) if back.vote_of(party_id) else back)
            other, line = noted(replace(other, status="in_approval"), now, "status_in_approval", "")
            documents.append(other)
            lines.append(line)
    ticket = file.ticket
    if document.kind in BASES and ticket.state == "approved":
        amount = _amount(ticket, file.documents, _all(file, documents))
        ticket = moved(replace(ticket, amount_cents=amount), "awaiting_approval", now)
    elif document.kind in BASES and ticket.state == "quoting":
        tasks = tuple(t for t in ticket.tasks if t != "owner_refused")
        back_to = replace(ticket, tasks=tasks, chosen_quote=ticket.chosen_quote or document.id)
        ticket = moved(back_to, "awaiting_approval", now)
    return Ruled(counted(ticket, _all(file, documents), now), tuple(again), tuple(documents), tuple(lines))


def _amount(ticket: Ticket, before: Iterable[Document], after_: Iterable[Document]) -> int | None:
    """The Montant total follows what is agreed over all packages, unless somebody has typed another (D-27)."""
    if ticket.amount_cents not in (None, _agreed(before)):
        return ticket.amount_cents
    return _agreed(after_) or None


def _agreed(documents: Iterable[Document]) -> int:
    return sum(d.gross_cents or 0 for d in documents
               if d.kind in BASES and d.status in ("approved", "paid") and d.stands)


def _all(file: TicketFile, changed: Iterable[Document]) -> tuple[Document, ...]:
    fresh = {d.id: d for d in changed}
    return tuple(fresh.get(d.id, d) for d in file.documents)
