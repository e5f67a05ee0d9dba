"""An agreement or a refusal that reached the office by another way than the page: said on the telephone, written in a
mail or a letter. A manager records it; it is never written as the owner's vote (D-10, E-M22, E-L4, E-L24).

Where several decide, one of them does not speak for the others: what was said on the page and what was recorded count
together, under the rule of the mandate, unless the manager states that he has the word of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.approval import Approval, Elector, Outcome, Vote, closed, tally
from chalicelib.domain.decision import Ruled, decided, unmoved
from chalicelib.domain.document import Document
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.property import VoteRule
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile

Source = Literal["phone", "person", "letter", "mail"]
AGREED, REFUSED = "agreement_recorded", "refusal_recorded"


@dataclass(frozen=True, slots=True)
class Word:
    """What one decider said, how and when. `everybody`: the manager has the word of all of them, with a reason;
    `piece` is the document that shows it."""

    party_id: str
    name: str
    accepts: bool
    source: Source
    said_at: datetime
    words: str = ""
    everybody: bool = False
    reason: str = ""
    piece: str = ""

    def facts(self) -> dict[str, str | int]:
        told = {"of": self.party_id, "name": self.name, "source": self.source, "said_at": self.said_at.isoformat(),
                "words": self.words, "reason": self.reason, "piece": self.piece,
                "everybody": "1" if self.everybody else ""}
        return {key: value for key, value in told.items() if value}


def recorded(file: TicketFile, document: Document, electors: tuple[Elector, ...], rule: VoteRule, word: Word,
             lines: Iterable[PaperEntry], who: str, now: datetime) -> Ruled:
    """What follows from it. `lines` is the history of the document so far, `who` the manager."""
    document, line = noted(document, now, AGREED if word.accepts else REFUSED, who, facts=word.facts())
    if document.status == "approved":  # a change of mind is somebody's task, never a silent reversal (D-14)
        ticket = file.ticket if word.accepts else alerted(file.ticket, now, "objection")
        return replace(unmoved(file), ticket=ticket, documents=(document,), lines=(line,))
    approval = file.approval(document.id)
    running = approval if approval and approval.state == "open" else None
    outcome = _outcome(running, document, electors, rule, word, lines, now)
    if outcome == "open":
        return replace(unmoved(file), documents=(document,), lines=(line,))
    if outcome == "split":
        return replace(unmoved(file), ticket=alerted(file.ticket, now, "split_votes"), documents=(document,),
                       lines=(line,))
    ended = closed(running, "status", who, now) if running else None
    facts: dict[str, str | int] = {"source": word.source, "name": word.name}
    ruled = decided(file, ended, document, "approved" if outcome == "accepted" else "refused", now, who, facts)
    return replace(ruled, lines=(line, *ruled.lines))


def _outcome(running: Approval | None, document: Document, electors: tuple[Elector, ...], rule: VoteRule, word: Word,
             lines: Iterable[PaperEntry], now: datetime) -> Outcome:
    """The votes of the page and every word recorded since this version was put to them, the newest of each."""
    if word.everybody or not electors:
        return "accepted" if word.accepts else "refused"
    said = {v.party_id: v.choice == "accept" for v in running.votes} if running else {}
    since = running.opened_at if running else None
    for line in lines:
        if line.what in (AGREED, REFUSED) and (since is None or line.at >= since):
            said[str(line.facts.get("of", ""))] = line.what == AGREED
    said[word.party_id] = word.accepts
    votes = tuple(Vote(party_id, "accept" if yes else "refuse", now) for party_id, yes in said.items())
    return tally(Approval(document.ticket_number, document.id, 0, rule, electors, document.sha256, document.edition,
                          document.gross_cents, now, votes=votes)).outcome
