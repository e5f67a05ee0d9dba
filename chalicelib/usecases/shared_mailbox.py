"""Two owners who read the same mailbox: whoever reads it holds both links, so both votes may be one person's (E-L23).

The votes are taken, but they decide nothing together until a manager has heard the other one himself and recorded his
word with who, how and when (ADR 14).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.approval import Approval, Vote
from chalicelib.domain.decision import Ruled, read_votes
from chalicelib.domain.document import Document
from chalicelib.domain.pace import pace_of
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.party import normal_email
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office

TASK = "shared_address"


def votes_read(office: Office, file: TicketFile, approval: Approval, document: Document, now: datetime) -> Ruled:
    """What the votes decide; nothing yet while they do so only by votes of one mailbox. `document` holds the lines of
    the votes. Two requests at most, and only when they would decide."""
    cooling = timedelta(minutes=pace_of(office.agency.pace)["cooling_minutes"])
    ruled = read_votes(file, approval, document, now, cooling)
    settles = any(a.document_id == document.id and a.state == "settled" for a in ruled.approvals)
    doubted = unheard(office, approval) if settles else ()
    if not doubted or tally(without(approval, doubted)).outcome == tally(approval).outcome:
        return ruled
    document, line = waiting(approval, document, doubted, now)
    return Ruled(alerted(file.ticket, now, TASK), (replace(approval, outcome="open"),), (document,), (line,))


def without(approval: Approval, doubted: Collection[str]) -> Approval:
    """The round as it stands without these votes."""
    return replace(approval, votes=tuple(v for v in approval.votes if v.party_id not in doubted))


def waiting(approval: Approval, document: Document, doubted: Collection[str], now: datetime,
            ) -> tuple[Document, PaperEntry]:
    """The document with the line that says whose vote waits for a manager."""
    names = ", ".join(e.name for e in approval.electors if e.party_id in doubted)
    return noted(document, now, TASK, "", facts={"to": names})


def unheard(office: Office, approval: Approval) -> tuple[str, ...]:
    """Voters who share a mailbox with an earlier one: ids, the first of each mailbox left out. Whoever a manager has
    heard stands in the words of the round, not in its votes."""
    if len(approval.votes) < 2:
        return ()
    boxes, seen, doubted = _boxes(office, approval), set[str](), []
    for vote in sorted(approval.votes, key=lambda v: v.at):
        if boxes[vote.party_id] & seen:
            doubted.append(vote.party_id)
        seen |= boxes[vote.party_id]
    return tuple(doubted)


def _boxes(office: Office, approval: Approval) -> dict[str, set[str]]:
    """For each voter the mailboxes his vote may have come from: the one his link was sent to, and his own of today.
    A delegate's is not his: he named him himself."""
    people = {p.id: p.email for p in office.directory.parties(*(v.party_id for v in approval.votes)) if p}
    names = [("decision", v.link) for v in approval.votes if v.link and not v.by]
    links = office.directory.held(names) if names else {}

    def of(vote: Vote) -> set[str]:
        link = links.get(("decision", vote.link)) if not vote.by else None
        found = (people.get(vote.party_id, ""), link.email if link else "")
        return {normal_email(email) for email in found if email}

    return {vote.party_id: of(vote) for vote in approval.votes}
