"""The one rule that turns votes into an outcome, for any voters, shares, rules and order (D-7 to D-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.approval import (
    Approval,
    Choice,
    Elector,
    Spoken,
    Vote,
    closed,
    decided_elsewhere,
    reopened,
    spoken,
    voted,
    with_electors,
    with_rule,
    withdrawn,
)
from chalicelib.domain.decision import decided, read_votes, taken_back
from chalicelib.domain.document import Document, FiledFigure, Kind, Status
from chalicelib.domain.errors import Conflict, NotAllowed
from chalicelib.domain.property import VoteRule
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COOLING = timedelta(minutes=15)
RULES: tuple[VoteRule, ...] = get_args(VoteRule)
CHOICES: tuple[Choice, ...] = get_args(Choice)


@st.composite
def electorates(draw: st.DrawFn) -> tuple[Elector, ...]:
    """One to six deciders whose parts sum to one exactly."""
    weights = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    base = sum(weights)
    return tuple(Elector(f"p{n}", f"Décideur {n}", part.numerator, part.denominator)
                 for n, part in enumerate(Fraction(w, base) for w in weights))


def round_of(electors: tuple[Elector, ...], rule: VoteRule) -> Approval:
    return Approval(1, "d", 1, rule, electors, "sha", 1, 128_450, NOW)


def with_votes(approval: Approval, votes: list[tuple[int, Choice]]) -> Approval:
    """The round after these first votes of each decider, in this order."""
    for at, choice in votes:
        elector = approval.electors[at]
        if approval.vote_of(elector.party_id) is None:
            approval = voted(approval, Vote(elector.party_id, choice, NOW))
    return approval


@given(electorates(), st.sampled_from(RULES), st.data(), st.booleans())
def test_the_order_of_votes_never_matters(electors: tuple[Elector, ...], rule: VoteRule, data: st.DataObject,
                                          late: bool) -> None:
    chosen = data.draw(st.lists(st.tuples(st.integers(0, len(electors) - 1), st.sampled_from(CHOICES)),
                                unique_by=lambda v: v[0]))
    shuffled = data.draw(st.permutations(chosen))
    one, other = (with_votes(round_of(electors, rule), list(v)) for v in (chosen, shuffled))
    assert tally(replace(one, deadline_passed=late)) == tally(replace(other, deadline_passed=late))


def saying(approval: Approval, at: int, choice: Choice, step: int, by_word: bool) -> Approval:
    """The decider says this at this step, on his page or to the agency; on the page he first takes back a vote."""
    elector, moment = approval.electors[at], NOW + timedelta(minutes=step)
    if by_word:
        return spoken(approval, Spoken(elector.party_id, choice, "phone", moment, "Claire", moment))
    if approval.vote_of(elector.party_id):
        approval = withdrawn(approval, elector.party_id)
    return voted(approval, Vote(elector.party_id, choice, moment))


STATEMENTS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(CHOICES), st.booleans()), max_size=12)


@given(electorates(), st.sampled_from(RULES), STATEMENTS, st.booleans())
def test_the_last_statement_of_each_counts_once_however_it_was_made(
        electors: tuple[Elector, ...], rule: VoteRule, said: list[tuple[int, Choice, bool]], late: bool) -> None:
    """D-7, D-8, D-10: a word recorded by a manager and a vote on the page weigh the same."""
    approval = round_of(electors, rule)
    last: dict[int, Choice] = {}
    for step, (who, choice, by_word) in enumerate(said):
        at = who % len(electors)
        approval = saying(approval, at, choice, step, by_word)
        last[at] = choice
    only_votes = with_votes(round_of(electors, rule), list(last.items()))
    assert tally(replace(approval, deadline_passed=late)) == tally(replace(only_votes, deadline_passed=late))
    assert len(approval.votes) + len(approval.words) == len(last)
    assert {v.party_id for v in approval.votes}.isdisjoint(w.party_id for w in approval.words)


@given(electorates(), st.sampled_from(RULES), st.data())
def test_votes_and_words_may_come_in_any_order(electors: tuple[Elector, ...], rule: VoteRule, data: st.DataObject,
                                               ) -> None:
    """E-L24: one statement of each, by any way; whoever comes last changes nothing in the count."""
    said = data.draw(st.lists(st.tuples(st.integers(0, len(electors) - 1), st.sampled_from(CHOICES), st.booleans()),
                              unique_by=lambda s: s[0]))
    found = []
    for order in (said, data.draw(st.permutations(said))):
        approval = round_of(electors, rule)
        for step, (at, choice, by_word) in enumerate(order):
            approval = saying(approval, at, choice, step, by_word)
        found.append(tally(approval))
    assert found[0] == found[1]


@given(st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(0, 5), st.booleans()), min_size=1, max_size=8))
def test_words_recorded_late_count_from_the_moment_they_were_said(said: list[tuple[Choice, int, bool]]) -> None:
    """A call of this morning, recorded tonight, does not undo the vote of noon; one of tonight does."""
    approval = round_of((Elector("p0", "P"),), "unanimity")
    best: tuple[int, int, Choice] | None = None
    for step, (choice, hour, by_word) in enumerate(said):
        now = NOW + timedelta(hours=10 + step)
        moment, at = (hour, NOW + timedelta(hours=hour)) if by_word else (10 + step, now)
        if by_word:
            approval = spoken(approval, Spoken("p0", choice, "phone", at, "Claire", now))
        else:
            approval = saying(approval, 0, choice, 600 + 60 * step, False)
        if best is None or moment >= best[0]:
            best = (moment, step, choice)
    assert best is not None
    assert approval.choice_of("p0") == best[2]


def test_a_word_of_who_does_not_decide_counts_nowhere() -> None:
    approval = round_of((Elector("p0", "P"),), "any_one")
    assert spoken(approval, Spoken("stranger", "accept", "phone", NOW, "Claire", NOW)) == approval


@given(electorates(), st.sampled_from(RULES), st.data())
def test_one_person_one_vote(electors: tuple[Elector, ...], rule: VoteRule, data: st.DataObject) -> None:
    """S-27, D-7."""
    first = with_votes(round_of(electors, rule), [(0, "accept")])
    with pytest.raises(Conflict):
        voted(first, Vote("p0", data.draw(st.sampled_from(CHOICES)), NOW))
    assert len(first.votes) == 1
    with pytest.raises(NotAllowed):
        voted(first, Vote("stranger", "accept", NOW))


@given(electorates(), st.sampled_from(RULES), st.data())
def test_a_vote_taken_back_leaves_no_trace_in_the_count(electors: tuple[Elector, ...], rule: VoteRule,
                                                        data: st.DataObject) -> None:
    """S-26: withdraw, then choose again: as if the last choice had been the first."""
    at = data.draw(st.integers(0, len(electors) - 1))
    before, after = data.draw(st.sampled_from(CHOICES)), data.draw(st.sampled_from(CHOICES))
    others = [(n, "accept") for n in range(len(electors)) if n != at]
    straight = with_votes(round_of(electors, rule), [*others, (at, after)])  # type: ignore[list-item]
    changed = with_votes(round_of(electors, rule), [(at, before), *others])  # type: ignore[list-item]
    changed = with_votes(withdrawn(changed, f"p{at}"), [(at, after)])
    assert tally(straight) == tally(changed)


@given(electorates(), st.sampled_from(RULES), st.data())
def test_nothing_is_decided_before_all_have_voted_unless_the_rule_already_is(
        electors: tuple[Elector, ...], rule: VoteRule, data: st.DataObject) -> None:
    """D-8: silence is never a vote, a first refusal stops nobody."""
    votes = data.draw(st.lists(st.tuples(st.integers(0, len(electors) - 1), st.sampled_from(CHOICES)),
                               unique_by=lambda v: v[0], max_size=len(electors) - 1))
    found = tally(with_votes(round_of(electors, rule), list(votes)))
    accepts, refuses = ([c for _, c in votes].count(c) for c in CHOICES)
    if rule == "any_one" and accepts:
        assert found.outcome == ("split" if refuses else "accepted")
    else:
        assert found.outcome == "open"
    assert len(found.silent) == len(electors) - len(votes)


@given(electorates(), st.lists(st.sampled_from(CHOICES), min_size=6, max_size=6))
def test_a_full_vote_is_what_the_rule_says(electors: tuple[Elector, ...], choices: list[Choice]) -> None:
    """S-24, S-29, D-9, each rule computed a second time, by hand."""
    cast = list(enumerate(choices[:len(electors)]))
    said = [c for _, c in cast]
    yes = sum((electors[n].part for n, c in cast if c == "accept"), Fraction(0))
    for rule in RULES:
        outcome = tally(with_votes(round_of(electors, rule), cast)).outcome
        if "accept" not in said:
            assert outcome == "refused"
        elif "refuse" not in said:
            assert outcome == "accepted"
        elif rule == "two_thirds":
            assert outcome == ("accepted" if yes >= Fraction(2, 3) else "split")
        else:
            assert outcome == "split"


def past(approval: Approval) -> Approval:
    return replace(approval, deadline_passed=True)


def test_two_thirds_at_the_deadline_and_unanimity_for_ever() -> None:
    """N-16: thirds, two accept, one is silent."""
    thirds = tuple(Elector(f"p{n}", f"P{n}", 1, 3) for n in range(3))
    votes: list[tuple[int, Choice]] = [(0, "accept"), (1, "accept")]
    silent = with_votes(round_of(thirds, "two_thirds"), votes)
    assert tally(silent).outcome == "open"
    assert tally(past(silent)).outcome == "accepted"
    assert tally(past(with_votes(round_of(thirds, "unanimity"), votes))).outcome == "open"
    assert tally(past(round_of(thirds, "two_thirds"))).outcome == "open"
    assert tally(past(with_votes(round_of(thirds, "two_thirds"), votes[:1]))).outcome == "split"


@given(electorates(), st.lists(st.sampled_from(CHOICES), min_size=6, max_size=6), st.permutations(list(range(6))))
def test_from_the_deadline_on_each_vote_is_read_at_once(electors: tuple[Elector, ...], choices: list[Choice],
                                                        order: list[int]) -> None:
    """D-9: two thirds of all shares are enough, whoever is silent, as soon as they are there; never before."""
    document, approval = paper("in_approval"), past(round_of(electors, "two_thirds"))
    file = file_with("awaiting_approval", document, approvals=(approval,))
    yes, refuses = Fraction(0), 0
    for at in (n for n in order if n < len(electors)):
        approval = voted(approval, Vote(f"p{at}", choices[at], NOW))
        yes += electors[at].part if choices[at] == "accept" else 0
        refuses += choices[at] == "refuse"
        ruled = read_votes(file, approval, document, NOW, COOLING)
        approval, document = ruled.approvals[0], ruled.documents[0]
        file = TicketFile(ruled.ticket, documents=(document,), approvals=(approval,))
        wanted = ("refused" if refuses == len(electors) else "accepted" if yes >= Fraction(2, 3) else "split")
        assert approval.outcome == wanted
        assert ("split_votes" in file.ticket.tasks) == (wanted == "split")
        if wanted != "split":
            return


@given(electorates(), st.sampled_from(RULES), st.data())
def test_an_added_or_removed_decider_changes_the_count_at_once(electors: tuple[Elector, ...], rule: VoteRule,
                                                              data: st.DataObject) -> None:
    """D-11: the vote of one who left counts no more; one who comes in is silent."""
    votes = data.draw(st.lists(st.tuples(st.integers(0, len(electors) - 1), st.sampled_from(CHOICES)),
                               unique_by=lambda v: v[0]))
    approval = with_votes(round_of(electors, rule), list(votes))
    kept = data.draw(st.lists(st.sampled_from(electors), unique=True))
    for elector in data.draw(st.lists(st.sampled_from(electors), unique=True)):
        approval = spoken(approval, Spoken(elector.party_id, "accept", "mail", NOW, "Claire", NOW))
    changed = with_electors(approval, (*kept, Elector("new", "Nouveau")))
    assert {w.party_id for w in changed.words} == {w.party_id for w in approval.words} & {e.party_id for e in kept}
    assert {v.party_id for v in changed.votes} == {v.party_id for v in approval.votes} & {e.party_id for e in kept}
    assert Elector("new", "Nouveau") in tally(changed).silent


@given(electorates(), st.sampled_from(RULES), st.sampled_from(RULES), st.data())
def test_a_round_under_another_rule_is_as_if_it_had_always_been_so(electors: tuple[Elector, ...], rule: VoteRule,
                                                                 other: VoteRule, data: st.DataObject) -> None:
    """D-9 on a changed mandate: no vote is lost, and a deadline that passed under the old rule binds nobody."""
    votes = data.draw(st.lists(st.tuples(st.integers(0, len(electors) - 1), st.sampled_from(CHOICES)),
                               unique_by=lambda v: v[0]))
    before = replace(with_votes(round_of(electors, rule), list(votes)), deadline_passed=rule == "two_thirds")
    after = with_rule(before, other, NOW + timedelta(days=14))
    if rule == other:
        assert after == before
        return
    assert tally(after) == tally(with_votes(round_of(electors, other), list(votes)))
    assert (after.deadline_at is not None, after.deadline_passed) == (other == "two_thirds", False)


def test_nobody_to_decide_is_for_the_manager() -> None:
    assert tally(past(round_of((), "unanimity"))).outcome == "open"


def test_a_round_that_is_over_takes_no_vote() -> None:
    """D-10, D-12: frozen in history, whatever ended it."""
    electors = (Elector("p0", "P"),)
    over = [closed(round_of(electors, "unanimity"), reason, "x", NOW) for reason in ("status", "superseded")]
    over.append(replace(round_of(electors, "unanimity"), state="settled"))
    for approval in over:
        with pytest.raises(Conflict):
            voted(approval, Vote("p0", "accept", NOW))
        with pytest.raises(Conflict):
            withdrawn(approval, "p0")
    assert voted(reopened(over[0]), Vote("p0", "accept", NOW)).votes


ROUNDS = {  # every state a round can be in, and what is left of it when a manager gives the document a status
    "open": round_of((Elector("p0", "P"),), "unanimity"),
    "split": replace(round_of((Elector("p0", "P"),), "unanimity"), outcome="split"),
    "agreed": replace(round_of((Elector("p0", "P"),), "unanimity"), state="settled", outcome="accepted",
                      cooling_until=NOW + COOLING),
    "declined": replace(round_of((Elector("p0", "P"),), "unanimity"), state="settled", outcome="refused",
                        cooling_until=NOW + COOLING),
    "old": replace(round_of((Elector("p0", "P"),), "unanimity"), state="settled", outcome="accepted"),
    "closed": closed(round_of((Elector("p0", "P"),), "unanimity"), "superseded", "x", NOW),
}


@pytest.mark.parametrize(("name", "status"), list(product(ROUNDS, ("approved", "refused", "paid", ""))))
def test_a_managers_status_ends_every_round_that_could_still_move(name: str, status: str) -> None:
    """D-10, D-14: nothing of the votes undoes it afterwards; what followed from them stays on record as theirs."""
    now = NOW + timedelta(minutes=1)
    before, after = ROUNDS[name], decided_elsewhere(ROUNDS[name], status, "Claire", now)
    if name in ("old", "closed"):
        assert after is None
        return
    assert after is not None
    assert (after.state != "open", after.cooling(now)) == (True, False)
    follows = name == "agreed" and status in ("approved", "paid")
    assert (after.state, after.reason, after.ended_by) == (
        ("settled", before.reason, "") if follows else ("closed", "status", "Claire"))
    assert after.votes == before.votes


# The table of states and events of a document: every pair has its answer.

STATUSES: tuple[Status, ...] = ("", "in_approval", "approved", "refused", "paid")
TICKET_AFTER = {  # of a quote on a file in this state, after this status
    ("quoting", "approved"): "approved", ("quoting", "in_approval"): "awaiting_approval",
    ("qualified", "approved"): "approved", ("qualified", "in_approval"): "awaiting_approval",
    ("awaiting_approval", "approved"): "approved", ("awaiting_approval", "refused"): "quoting",
    ("approved", "in_approval"): "awaiting_approval",
}
STATES = ("qualified", "quoting", "awaiting_approval", "approved", "in_progress", "works_done", "closed", "cancelled")


def paper(status: Status = "", kind: Kind = "quote", name: str = "d") -> Document:
    figures = {"gross_cents": FiledFigure(128_450, 1.0, "", True), "vat_cents": FiledFigure(11_677, 1.0, "", True)}
    return Document(1, name, kind, f"{name}.pdf", "application/pdf", 1, f"sha {name}", NOW, status=status,
                    reading="done", figures=figures)


def file_with(state: str, *documents: Document, approvals: tuple[Approval, ...] = ()) -> TicketFile:
    ticket = Ticket(1, "Fuite", "", NOW, NOW, state=state)  # type: ignore[arg-type]
    return TicketFile(ticket, documents=documents, approvals=approvals)


@pytest.mark.parametrize(("before", "status", "state"), list(product(STATUSES, STATUSES, STATES)))
def test_every_status_from_every_status_on_a_file_in_every_state(before: Status, status: Status, state: str) -> None:
    document = paper(before)
    ruled = decided(file_with(state, document), None, document, status, NOW, "Claire", {"source": "phone"})
    assert ruled.documents[0].status == status
    assert ruled.ticket.state == TICKET_AFTER.get((state, status), state)
    line = ruled.lines[0]
    assert (line.what, line.who, line.facts) == (f"status_{status or 'none'}", "Claire", {"source": "phone"})
    assert ruled.documents[0].chain == line.hash


@pytest.mark.parametrize("kind", [k for k in get_args(Kind) if k not in ("quote", "approval_request")])
@pytest.mark.parametrize("state", STATES)
def test_only_what_works_are_ordered_on_moves_the_works(kind: Kind, state: str) -> None:
    """D-25: an amendment during the works leaves them going on."""
    document = paper(kind=kind)
    for status in STATUSES:
        ruled = decided(file_with(state, document), None, document, status, NOW, "Claire", {})
        assert ruled.ticket.state == state


def test_accepting_one_of_several_quotes_leaves_the_others_not_retained_and_cancelling_brings_them_back() -> None:
    """E-L22 and D-14."""
    one, other = paper("in_approval", name="a"), paper("in_approval", name="b")
    me = (Elector("p0", "Garnier"),)
    rounds = tuple(replace(round_of(me, "unanimity"), document_id=n) for n in "ab")
    file = file_with("awaiting_approval", one, other, approvals=rounds)
    ruled = read_votes(file, voted(rounds[0], Vote("p0", "accept", NOW)), one, NOW, COOLING)
    assert {d.id: d.status for d in ruled.documents} == {"a": "approved", "b": "refused"}
    assert (ruled.ticket.state, ruled.ticket.chosen_quote) == ("approved", "a")
    after = TicketFile(ruled.ticket, documents=ruled.documents, approvals=ruled.approvals)
    first = next(a for a in ruled.approvals if a.document_id == "a")
    back = taken_back(after, first, "p0", NOW + timedelta(minutes=1))
    assert {d.id: d.status for d in back.documents} == {"a": "in_approval", "b": "in_approval"}
    assert {a.state for a in back.approvals} == {"open"}
    assert back.ticket.state == "awaiting_approval"


@given(electorates(), st.sampled_from(CHOICES), st.data())
def test_whatever_a_full_vote_decides_can_be_cancelled_into_the_same_round(
        electors: tuple[Elector, ...], choice: Choice, data: st.DataObject) -> None:
    """D-14, U-93: an agreement or a refusal; the others' votes stand, the file is where it was."""
    document, approval = paper("in_approval"), round_of(electors, "unanimity")
    file = file_with("awaiting_approval", document, approvals=(approval,))
    full = with_votes(approval, [(n, choice) for n in range(len(electors))])
    ruled = read_votes(file, full, document, NOW, COOLING)
    ended = ruled.approvals[0]
    assert (ended.state, ended.cooling_until) == ("settled", NOW + COOLING)
    who = data.draw(st.sampled_from(electors)).party_id
    after_it = TicketFile(ruled.ticket, documents=ruled.documents, approvals=ruled.approvals)
    back = taken_back(after_it, ended, who, NOW + timedelta(minutes=1))
    assert (back.approvals[0].state, back.approvals[0].round, back.approvals[0].cooling_until) == ("open", 1, None)
    assert {v.party_id for v in back.approvals[0].votes} == {e.party_id for e in electors} - {who}
    assert (back.documents[0].status, back.ticket.state) == ("in_approval", "awaiting_approval")
    assert "owner_refused" not in back.ticket.tasks


@given(electorates(), st.sampled_from(RULES), st.permutations(list(range(6))), st.lists(st.sampled_from(CHOICES),
                                                                                       min_size=6, max_size=6))
def test_the_document_follows_the_tally_and_nothing_else(electors: tuple[Elector, ...], rule: VoteRule,
                                                         order: list[int], choices: list[Choice]) -> None:
    document, approval = paper("in_approval"), round_of(electors, rule)
    file = file_with("awaiting_approval", document, approvals=(approval,))
    for at in (n for n in order if n < len(electors)):
        if approval.state != "open":
            break
        approval = voted(approval, Vote(f"p{at}", choices[at], NOW))
        ruled = read_votes(file, approval, document, NOW, COOLING)
        approval, document = ruled.approvals[0], ruled.documents[0]
        file = TicketFile(ruled.ticket, documents=(document,), approvals=(approval,))
        wanted: dict[str, Status] = {"accepted": "approved", "refused": "refused"}
        assert document.status == wanted.get(tally(approval).outcome, "in_approval")
