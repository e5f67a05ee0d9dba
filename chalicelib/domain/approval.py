"""A document put to its deciders: one round on one version of it (D-7 to D-12).

Who decides, with which share, who has said what, on the page or elsewhere. What that comes to is `tally`, a pure
function of the round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from chalicelib.domain.errors import Conflict, NotAllowed
from chalicelib.domain.property import VoteRule

Choice = Literal["accept", "refuse"]
Outcome = Literal["open", "accepted", "refused", "split"]
State = Literal["open", "settled", "closed"]
Funding = Literal["", "rent_retention", "fund_call", "prefunded"]
DirectiveKind = Literal["question", "ceiling", "after_tenant", "own_care", "free"]
Source = Literal["phone", "person", "letter", "mail"]
WAITING: tuple[DirectiveKind, ...] = ("own_care", "after_tenant")  # they say that it is not the moment to decide


@dataclass(frozen=True, slots=True)
class Elector:
    """A decider and the exact part he decides with: `share` over `base`. `unable`: he cannot decide himself, and
    nobody does it for him (E-L12)."""

    party_id: str
    name: str
    share: int = 1
    base: int = 1
    unable: bool = False

    @property
    def part(self) -> Fraction:
        return Fraction(self.share, self.base)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one decider has chosen. `by` names who answered for him by his own delegation; `funding` is how the
    owner wishes to pay; `link` is the hash of the link it came through."""

    party_id: str
    choice: Choice
    at: datetime
    comment: str = ""
    by: str = ""
    funding: Funding = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one decider said elsewhere than on the page: how, and at which moment. `who` is the manager who recorded
    it, `at` when he did. It counts like a vote and is never written as one (D-10, E-M22, E-L24)."""

    party_id: str
    choice: Choice
    source: Source
    said_at: datetime
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Directive:
    """An answer that is no vote: a question or an instruction, which leaves the document in Approbation (D-20).
    `lifted`: the question was put to him again since."""

    party_id: str
    name: str
    kind: DirectiveKind
    text: str
    at: datetime
    ceiling_cents: int | None = None
    day: str = ""
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """One round. `sha256`, `edition` and `amount_cents` are what is voted on: another version is another round.

    `state`: open while votes count; settled when they decided; closed when something else did (`reason` is a code:
    status, superseded, other_retained, cancelled, mandate_ended, taken_back), which freezes the votes.
    `cooling_until` is when a settled decision can no longer be withdrawn (D-13). `asked` maps a decider to the
    mail that holds his link. `deadline_passed`: the rule waits for the silent no more, now and for every later vote
    (D-9).

    A decider stands in `votes` or in `words`, once at most: what he said last replaces what he said before.
    """

    ticket_number: int
    document_id: str
    round: int
    rule: VoteRule
    electors: tuple[Elector, ...]
    sha256: str
    edition: int
    amount_cents: int | None
    opened_at: datetime
    votes: tuple[Vote, ...] = ()
    directives: tuple[Directive, ...] = ()
    state: State = "open"
    outcome: Outcome = "open"
    reason: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    cooling_until: datetime | None = None
    deadline_at: datetime | None = None
    asked: tuple[tuple[str, str], ...] = ()
    words: tuple[Spoken, ...] = ()
    deadline_passed: bool = False
    version: int = 0

    def vote_of(self, party_id: str) -> Vote | None:
        return next((v for v in self.votes if v.party_id == party_id), None)

    def word_of(self, party_id: str) -> Spoken | None:
        return next((w for w in self.words if w.party_id == party_id), None)

    def choice_of(self, party_id: str) -> Choice | None:
        """What he has said, on the page or elsewhere; None while he is silent."""
        said = self.vote_of(party_id) or self.word_of(party_id)
        return said.choice if said else None

    def elector(self, party_id: str) -> Elector | None:
        return next((e for e in self.electors if e.party_id == party_id), None)

    def standing(self, party_id: str) -> Directive | None:
        """What he told us to do or to wait for instead of deciding, until he votes or is asked again (D-20)."""
        said = [d for d in self.directives if d.party_id == party_id and d.kind != "question"]
        if not said or said[-1].lifted or self.vote_of(party_id):
            return None
        return said[-1] if said[-1].kind in WAITING else None

    def cooling(self, now: datetime) -> bool:
        """Settled, and still to be taken back by whoever voted (D-14)."""
        return self.state == "settled" and self.cooling_until is not None and now < self.cooling_until


def voted(approval: Approval, vote: Vote) -> Approval:
    """With this vote: the same choice again takes it back, the other one must be taken back first (D-7, S-26). A word
    of his that was recorded before stands no more.

    Raises Conflict when the round is over or another choice stands, NotAllowed for who is no decider.
    """
    if approval.state != "open":
        raise Conflict("votes_closed")
    if approval.elector(vote.party_id) is None:
        raise NotAllowed("not_a_decider")
    before = approval.vote_of(vote.party_id)
    if before is not None:
        raise Conflict("already_voted", choice=before.choice)
    return replace(approval, votes=(*approval.votes, vote), words=_without(approval.words, vote.party_id))


def spoken(approval: Approval, word: Spoken) -> Approval:
    """With this word of a decider, unless he has said something later, on the page or in another word. Of two
    words of the same moment, the one recorded last stands, for it corrects the other."""
    vote, before = approval.vote_of(word.party_id), approval.word_of(word.party_id)
    if approval.elector(word.party_id) is None or (vote and vote.at > word.said_at) or (
            before and before.said_at > word.said_at):
        return approval
    return replace(approval, votes=tuple(v for v in approval.votes if v.party_id != word.party_id),
                   words=(*_without(approval.words, word.party_id), word))


def _without(words: tuple[Spoken, ...], party_id: str) -> tuple[Spoken, ...]:
    return tuple(w for w in words if w.party_id != party_id)


def withdrawn(approval: Approval, party_id: str) -> Approval:
    """Without this decider's vote (« décompter »). Raises Conflict when the round is over or there is none."""
    if approval.state != "open":
        raise Conflict("votes_closed")
    if approval.vote_of(party_id) is None:
        raise Conflict("no_vote")
    return replace(approval, votes=tuple(v for v in approval.votes if v.party_id != party_id))


def reopened(approval: Approval) -> Approval:
    """The same round again, when its decision is cancelled in time (D-14)."""
    return replace(approval, state="open", outcome="open", ended_at=None, ended_by="", reason="", cooling_until=None)


def closed(approval: Approval, reason: str, who: str, now: datetime) -> Approval:
    """Something else than the votes decided: they are frozen where they stand (D-10, D-12)."""
    return replace(approval, state="closed", reason=reason, ended_at=now, ended_by=who, cooling_until=None)


def decided_elsewhere(approval: Approval | None, status: str, who: str, now: datetime) -> Approval | None:
    """The round once a manager gives its document this status: votes that are open are frozen, a decision that still
    cools can be taken back no more (D-10, D-14). It stands as it is where the status follows from it."""
    if approval is None or not (approval.state == "open" or approval.cooling(now)):
        return None
    if approval.outcome == "accepted" and status in ("approved", "paid"):
        return replace(approval, cooling_until=None)
    return closed(approval, "status", who, now)


def with_electors(approval: Approval, electors: tuple[Elector, ...]) -> Approval:
    """A decider added, removed or given another part: what one who left has said no longer counts (D-11)."""
    kept = {e.party_id for e in electors}
    return replace(approval, electors=electors, votes=tuple(v for v in approval.votes if v.party_id in kept),
                   words=tuple(w for w in approval.words if w.party_id in kept))


def with_rule(approval: Approval, rule: VoteRule, deadline_at: datetime) -> Approval:
    """Under another rule from now on (D-9, D-11): one that has a deadline gets this one, for nobody knew of it before;
    one that waits for everybody has none."""
    if rule == approval.rule:
        return approval
    return replace(approval, rule=rule, deadline_at=deadline_at if rule == "two_thirds" else None,
                   deadline_passed=False)
