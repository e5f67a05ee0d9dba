"""An agreement or a refusal that reached the office by another way than the page: said on the telephone, written in a
mail or a letter. A manager records it; it is never written as the owner's vote (D-10, E-M22, E-L4, E-L24).

Where several decide, one of them does not speak for the others: what was said on the page and what was recorded count
together, in whatever order they come, under the rule of the mandate, unless the manager states that he has the word of
all. The word is kept on the round, beside its votes (`approval.Spoken`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

from chalicelib.domain.approval import (
    Approval,
    Choice,
    Elector,
    Outcome,
    Source,
    Spoken,
    decided_elsewhere,
    spoken,
    with_electors,
)
from chalicelib.domain.decision import Ruled, decided, read_votes, unmoved
from chalicelib.domain.document import Document, Status
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.property import VoteRule
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile

AGREED, REFUSED = "agreement_recorded", "refusal_recorded"


@dataclass(frozen=True, slots=True)
class Word:
    """What one decider said, how and when. `everybody`: the manager has the word of all of them, with a reason;
    `piece` is the document that shows it; `spoken_by` the legal representative of a decider who cannot decide
    himself (E-L12)."""

    party_id: str
    name: str
    accepts: bool
    source: Source
    said_at: datetime
    words: str = ""
    everybody: bool = False
    reason: str = ""
    piece: str = ""
    spoken_by: str = ""

    @property
    def choice(self) -> Choice:
        return "accept" if self.accepts else "refuse"

    def facts(self) -> dict[str, str | int]:
        told = {"of": self.party_id, "name": self.name, "source": self.source, "said_at": self.said_at.isoformat(),
                "words": self.words, "reason": self.reason, "piece": self.piece,
                "everybody": "1" if self.everybody else "", "by": self.spoken_by}
        return {key: value for key, value in told.items() if value}


def recorded(file: TicketFile, document: Document, electors: tuple[Elector, ...], rule: VoteRule, word: Word,
             lines: Iterable[PaperEntry], who: str, now: datetime) -> Ruled:
    """What follows from it. `lines` is the history of the document so far, `who` the manager. What he records is his
    decision with a source (D-10): an outcome that it completes closes the round, without any cooling-off."""
    document, line = noted(document, now, AGREED if word.accepts else REFUSED, who, facts=word.facts())
    if document.status == "approved":  # a change of mind is somebody's task, never a silent reversal (D-14)
        ticket = file.ticket if word.accepts else alerted(file.ticket, now, "objection")
        return replace(unmoved(file), ticket=ticket, documents=(document,), lines=(line,))
    last = file.approval(document.id)
    said = Spoken(word.party_id, word.choice, word.source, word.said_at, who, now)
    running = spoken(with_electors(last, electors or last.electors), said) if last and last.state == "open" else None
    counted = running or _unasked(document, electors, rule, last, said, lines, now)
    alone = word.everybody or not electors
    outcome: Outcome = ("accepted" if word.accepts else "refused") if alone else tally(counted).outcome
    if outcome not in ("accepted", "refused"):
        return _undecided(file, running, document, outcome, line, now)
    status: Status = "approved" if outcome == "accepted" else "refused"
    ended = decided_elsewhere(running or last, status, who, now)
    facts: dict[str, str | int] = {"source": word.source, "name": word.name}
    ruled = decided(file, ended, document, status, now, who, facts)
    return replace(ruled, lines=(line, *ruled.lines))


def _undecided(file: TicketFile, running: Approval | None, document: Document, outcome: Outcome, line: PaperEntry,
               now: datetime) -> Ruled:
    """Others are waited for, or opinions are divided and the manager is to decide."""
    ruled = replace(unmoved(file), documents=(document,))
    if running:
        ruled = read_votes(file, running, document, now, timedelta(0))  # it decides nothing, so nothing cools
    if outcome == "split":
        ruled = replace(ruled, ticket=alerted(ruled.ticket, now, "split_votes"))
    return replace(ruled, lines=(line, *ruled.lines))


def _unasked(document: Document, electors: tuple[Elector, ...], rule: VoteRule, last: Approval | None, said: Spoken,
             lines: Iterable[PaperEntry], now: datetime) -> Approval:
    """Nobody is asked at present: every word recorded on this version since a round ended, the newest of each."""
    since = last.ended_at if last else None
    fresh = Approval(document.ticket_number, document.id, 0, rule, electors, document.sha256, document.edition,
                     document.gross_cents, now)
    for line in lines:
        if line.what in (AGREED, REFUSED) and (since is None or line.at > since):
            fresh = spoken(fresh, _read(line))
    return spoken(fresh, said)


def _read(line: PaperEntry) -> Spoken:
    facts = line.facts
    source: Source = next((s for s in get_args(Source) if s == facts.get("source")), "phone")
    return Spoken(str(facts.get("of", "")), "accept" if line.what == AGREED else "refuse", source,
                  datetime.fromisoformat(str(facts.get("said_at", line.at.isoformat()))), line.who, line.at)
