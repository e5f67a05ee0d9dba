"""The one rule that turns what deciders have said into an outcome (D-8, D-9).

A pure function of the round: the order of votes never matters, silence is never a vote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.domain.approval import Approval, Elector, Outcome

WIDE_MAJORITY = Fraction(2, 3)


@dataclass(frozen=True, slots=True)
class Tally:
    """The parts of those who accept, of those who refuse, and who is silent."""

    accepted: Fraction
    refused: Fraction
    silent: tuple[Elector, ...]
    outcome: Outcome


def tally(approval: Approval) -> Tally:
    """What votes and words say under the rule of the round (D-8, D-9). `split` is « avis partagés »: the manager
    decides. With nobody to vote the outcome stays open: a manager decides (D-11). So it does while one whose part
    counts is silent because he cannot decide (E-L12)."""
    chosen = {w.party_id: w.choice for w in approval.words} | {v.party_id: v.choice for v in approval.votes}
    yes = _part(e for e in approval.electors if chosen.get(e.party_id) == "accept")
    no = _part(e for e in approval.electors if chosen.get(e.party_id) == "refuse")
    silent = tuple(e for e in approval.electors if e.party_id not in chosen)
    voted = len(approval.electors) - len(silent)
    accepts = sum(chosen.get(e.party_id) == "accept" for e in approval.electors)
    outcome = _outcome(approval, yes, voted, accepts, ended=not silent or approval.deadline_passed,
                       unable=any(e.unable for e in silent))
    return Tally(yes, no, silent, outcome)


def _outcome(approval: Approval, yes: Fraction, voted: int, accepts: int, *, ended: bool,
             unable: bool) -> Outcome:
    everybody, refuses = len(approval.electors), voted - accepts
    if not everybody or not voted:
        return "open"
    if refuses == everybody:
        return "refused"
    if approval.rule == "any_one":
        return ("accepted" if not refuses else "split") if accepts else "open"
    if approval.rule == "two_thirds":
        whole = _part(approval.electors)
        if not ended or unable:
            return "open"
        return "accepted" if yes >= WIDE_MAJORITY * whole else "split"
    if voted < everybody:
        return "open"
    return "accepted" if accepts == everybody else "split"


def _part(electors: Iterable[Elector]) -> Fraction:
    return sum((e.part for e in electors), Fraction(0))
