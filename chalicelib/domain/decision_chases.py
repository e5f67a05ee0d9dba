"""Who is asked again to decide: each silent decider of each open vote, wherever it was opened. Pure (N-6)."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.calendar import midnight, on_or_after
from chalicelib.domain.chase_plan import LAST, MAIL, Chase, ChasePlan, Step
from chalicelib.domain.document import Document
from chalicelib.domain.rivals import BASES


class DecisionPlan(ChasePlan):
    """The decisions that are waited for."""

    def waited_for(self) -> list[Chase]:
        """The deciders who are silent, each by himself: reminders, a last notice that names the risk, a call (N-6).
        The quotes that hold the works are one question; every other paper put to a vote is one of its own."""
        ticket, found, holding = self.file.ticket, list[Chase](), list[Approval]()
        for round_, document in self._open_rounds():
            if ticket.state == "awaiting_approval" and document.kind in BASES:
                holding.append(round_)
            else:
                found += self._silent([round_], round_.opened_at, document.id)
        if ticket.state == "awaiting_approval":
            since = ticket.state_since or ticket.turn_since
            found += self._silent(holding, since, "") if holding else self._owners(since)
        return found

    def own_care(self) -> list[Chase]:
        """« Je m’en occupe »: on the day he gave we look whether it is done, and ask him; whatever he wrote since
        that day is his answer (E-L15)."""
        found = []
        for round_, document in self._open_rounds():
            able = (e for e in round_.electors if e.party_id not in self.file.ticket.unable)
            for said in (s for e in able if (s := round_.standing(e.party_id)) and s.day):
                on = date.fromisoformat(said.day)
                talk, day = self.file.conversation(said.party_id), midnight(on)
                if not (talk and talk.spoke_at and talk.spoke_at >= day):
                    steps = (Step(day, "own_care"), Step(self.hours.opening(on_or_after(on)), MAIL))
                    found.append(self.chase("own_care", said.party_id, said.name, day, steps, document.id))
        return found

    def _open_rounds(self) -> list[tuple[Approval, Document]]:
        """Votes that wait for their deciders; « avis partagés » waits for the manager."""
        rounds = [(a, self.file.document(a.document_id)) for a in self.file.approvals if a.state == "open"]
        return [(a, d) for a, d in rounds
                if d and d.status == "in_approval" and not d.superseded_by and a.outcome != "split"]

    def _silent(self, rounds: list[Approval], since: datetime, document_id: str) -> list[Chase]:
        """Who was asked is reminded, but for him who cannot decide; where nobody could be, everybody is called (E-L8,
        E-L12, E-L24)."""
        voters = {e.party_id: e.name for a in rounds for e in a.electors}
        asked = {p for a in rounds for p, _ in a.asked} & set(voters) or set(voters)
        found = []
        for party_id in (p for p in voters if p in asked and p not in self.file.ticket.unable):
            theirs = [a for a in rounds if a.elector(party_id)]
            anchor = self.clock(party_id, self.latest(since, *(a.opened_at for a in theirs)))
            if anchor is None or all(a.choice_of(party_id) for a in theirs) or any(
                    a.standing(party_id) for a in theirs) or (
                    len(voters) > 1 and self._has_answered(party_id, since)):
                continue
            found.append(self.chase("decision", party_id, voters[party_id], anchor, self._decision_steps(anchor),
                                     document_id))
        return found

    def _owners(self, since: datetime) -> list[Chase]:
        """Owners who were asked by a letter alone."""
        owner = self.file.ticket.owner
        if owner is None:
            return []
        asked = self._asked_to_decide(since) or [(owner.party_id, owner.name)]
        found = []
        for party_id, name in ((p, n) for p, n in asked if p not in self.file.ticket.unable):
            anchor = self.clock(party_id, since)
            if anchor is not None and not (len(asked) > 1 and self._has_answered(party_id, since)):
                found.append(self.chase("decision", party_id, name, anchor, self._decision_steps(anchor)))
        return found

    def _decision_steps(self, anchor: datetime) -> tuple[Step, ...]:
        if self.file.ticket.priority == "urgent":
            return self.urgent(anchor, "call_owner")
        return (self.in_days(anchor, "owner_first"), self.in_days(anchor, "owner_second"),
                self.in_days(anchor, "owner_last", LAST), self.in_days(anchor, "owner_call", "call_owner"))

    def _asked_to_decide(self, since: datetime) -> list[tuple[str, str]]:
        """Owners whose mail about the decision has left: who was not asked is not reminded (D-9)."""
        talks = (self.file.conversation(i) for i in self.file.ticket.owner_ids)
        return [(t.party_id, t.name) for t in talks if t and t.chased_at and t.chased_at >= since]

    def _has_answered(self, party_id: str, since: datetime) -> bool:
        """A co-owner who wrote after he was asked: the others are waited for, not he (E-L8)."""
        spoke = self.spoke_at(party_id)
        return spoke is not None and spoke > self.latest(since, self.chased_at(party_id))
