"""What is waited for, from whom, and the dated steps by which it is asked for again. Pure (D-32, N-6).

The clock of a chase runs from its anchor: the day it was asked for, asked for again by hand, or answered with
something else. A robot's « absent » moves nothing (E-M5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.agency import Agency
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.calendar import OfficeHours, after_business_days, midnight, on_or_after, paris_day, read_hours
from chalicelib.domain.pace import pace_of
from chalicelib.domain.reminder import Kind
from chalicelib.domain.tasks import TASKS
from chalicelib.domain.ticket_file import TicketFile

MAIL, LAST = "mail", "last"
MANUAL_CHASES = ("mission", "chase_contractor", "inform_owner", "quote_to_owner", "order", "ask_invoice")
_ACTIVE = ("asked", "answered", "quoted", "retained")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens when: a mail, a last notice, or a task that gives the turn back to us."""

    due: datetime
    act: str

    @property
    def writes(self) -> bool:
        return self.act not in TASKS


@dataclass(frozen=True, slots=True)
class Chase:
    """One thing waited for from one person. The clock of its steps runs from `anchor`."""

    kind: Kind
    party_id: str
    name: str
    anchor: datetime
    steps: tuple[Step, ...]


def hours_of(agency: Agency) -> OfficeHours:
    return read_hours(agency.opens_at, agency.closes_at)


def chases(file: TicketFile, agency: Agency) -> tuple[Chase, ...]:
    """Everything that is waited for and may be asked for again; what was stopped on the file is left out."""
    plan = _Plan(file, pace_of(agency.pace), hours_of(agency))
    found = [*plan.firms(), *plan.decision(), *plan.works(), *plan.certificates()]
    muted = file.ticket.muted
    return tuple(c for c in found if "all" not in muted and _muted_as(c.kind) not in muted)


def _muted_as(kind: Kind) -> str:
    """A promised quote is stopped with the quotes."""
    return "quote" if kind == "promise" else kind


@dataclass(frozen=True, slots=True)
class _Plan:
    file: TicketFile
    pace: dict[str, int]
    hours: OfficeHours

    def firms(self) -> list[Chase]:
        """Firms that were asked and are silent; those that answered without a quote are left to us (E-C8)."""
        if self.file.ticket.state != "quoting":
            return []
        found = []
        for firm in self.file.assignments:
            chased = self._latest(firm.asked_at, firm.chased_at, self._chased_at(firm.party_id), _visit(firm))
            if firm.state == "asked":
                found.append(self._chase("quote", firm.party_id, firm.name, chased, self._quote_steps(chased)))
            elif firm.state == "answered":
                since = self._latest(chased, self._spoke_at(firm.party_id))
                call = self._in_days(since, "promise_call", "call_contractor")
                found.append(self._chase("promise", firm.party_id, firm.name, since, (call,)))
        return found

    def _quote_steps(self, anchor: datetime) -> tuple[Step, ...]:
        if self.file.ticket.priority == "urgent":
            return self._urgent(anchor, "call_contractor")
        return (self._in_days(anchor, "quote_first"), self._in_days(anchor, "quote_second"),
                self._in_days(anchor, "quote_next_firm", "other_contractor"))

    def decision(self) -> list[Chase]:
        """The owners who do not decide, each by himself: reminders, a last notice that names the risk, a call (N-6)."""
        ticket = self.file.ticket
        if ticket.state != "awaiting_approval" or ticket.owner is None:
            return []
        since = ticket.state_since or ticket.turn_since
        asked = self._asked_to_decide(since) or [(ticket.owner.party_id, ticket.owner.name)]
        found = []
        for party_id, name in asked:
            anchor = self._clock(party_id, since)
            if anchor is None or self._has_voted(party_id) or (
                    len(asked) > 1 and self._has_answered(party_id, since)):
                continue
            found.append(self._chase("decision", party_id, name, anchor, self._decision_steps(anchor)))
        return found

    def _decision_steps(self, anchor: datetime) -> tuple[Step, ...]:
        if self.file.ticket.priority == "urgent":
            return self._urgent(anchor, "call_owner")
        return (self._in_days(anchor, "owner_first"), self._in_days(anchor, "owner_second"),
                self._in_days(anchor, "owner_last", LAST), self._in_days(anchor, "owner_call", "call_owner"))

    def _asked_to_decide(self, since: datetime) -> list[tuple[str, str]]:
        """Owners whose mail about the decision has left: who was not asked is not reminded (D-9)."""
        talks = (self.file.conversation(i) for i in self.file.ticket.owner_ids)
        return [(t.party_id, t.name) for t in talks if t and t.chased_at and t.chased_at >= since]

    def _has_answered(self, party_id: str, since: datetime) -> bool:
        """A co-owner who wrote after he was asked: the others are waited for, not he (E-L8)."""
        spoke = self._spoke_at(party_id)
        return spoke is not None and spoke > self._latest(since, self._chased_at(party_id))

    def _has_voted(self, party_id: str) -> bool:
        """He has answered, on his page or elsewhere: nothing more is asked of him while the others think (E-L8)."""
        rounds = [a for a in self.file.approvals if a.state == "open"]
        return bool(rounds) and all(a.choice_of(party_id) or not a.elector(party_id) for a in rounds)

    def works(self) -> list[Chase]:
        """The firm at work: did the visit take place; then the invoice, the photos and the keys (K-42)."""
        ticket = self.file.ticket
        firm = self._firm_at_work()
        if firm is None:
            return []
        if ticket.state == "in_progress":
            return self._visits(firm)
        if ticket.state != "works_done":
            return []
        missing = {"invoice": not ticket.invoices, "photos": not ticket.photos, "keys": ticket.keys == "lent"}
        anchor = self._clock(firm.party_id, self._latest(ticket.state_since or ticket.turn_since, firm.chased_at))
        if anchor is None:
            return []
        steps: dict[Kind, tuple[Step, ...]] = {
            "invoice": (self._in_days(anchor, "invoice_first"), self._in_days(anchor, "invoice_second"),
                        self._in_days(anchor, "invoice_third"),
                        self._in_days(anchor, "invoice_call", "call_contractor")),
            "photos": (self._in_days(anchor, "photos_first"), self._in_days(anchor, "photos_second")),
            "keys": (self._in_days(anchor, "keys_first"), self._in_days(anchor, "keys_second"),
                     self._in_days(anchor, "keys_call", "call_contractor"))}
        return [self._chase(kind, firm.party_id, firm.name, anchor, planned)
                for kind, planned in steps.items() if missing[kind]]

    def _visits(self, firm: Assignment) -> list[Chase]:
        """« Est-ce fait ? » after the day it said; whatever it wrote since that day is its answer (E-C9)."""
        if firm.visit_on is None:
            return []
        day = midnight(firm.visit_on)
        spoke = self._spoke_at(firm.party_id)
        if spoke is not None and spoke >= day:
            return []
        steps = (self._in_days(day, "visit_ask"), self._in_days(day, "visit_check", "check_visit"))
        return [self._chase("visit", firm.party_id, firm.name, day, steps)]

    def certificates(self) -> list[Chase]:
        """The newest certificate of each firm, before it expires and on the day."""
        found = []
        for firm in self.file.assignments:
            ends = [d.day("valid_until") for d in self.file.documents
                    if d.kind == "certificate" and d.party_id == firm.party_id]
            dated = [e for e in ends if e is not None]
            if firm.state not in _ACTIVE or not dated:
                continue
            last = max(dated)
            before = on_or_after(last - timedelta(days=self.pace["certificate_before"]))
            steps = (Step(self.hours.opening(before), MAIL), Step(self.hours.opening(on_or_after(last)), MAIL))
            found.append(self._chase("certificate", firm.party_id, firm.name, midnight(last), steps))
        return found

    def _firm_at_work(self) -> Assignment | None:
        """The firm that was chosen; without a choice, the only one that could be."""
        firms = [a for a in self.file.assignments if a.state in _ACTIVE]
        chosen = next((a for a in firms if a.state == "retained"), None)
        return chosen or (firms[0] if len(firms) == 1 else None)

    def _chase(self, kind: Kind, party_id: str, name: str, anchor: datetime, steps: tuple[Step, ...]) -> Chase:
        """Nobody who was never written to gets a reminder: only the tasks remain."""
        known = self.file.conversation(party_id)
        kept = steps if known and known.email else tuple(s for s in steps if not s.writes)
        return Chase(kind, party_id, name, anchor, kept)

    def _clock(self, party_id: str, since: datetime) -> datetime | None:
        """When the waiting began: asked, asked again by hand, or answered with something else. None while the
        answer lies unread with us."""
        asked = self._latest(since, self._chased_at(party_id))
        spoke = self._spoke_at(party_id)
        if spoke is None or spoke <= asked:
            return asked
        return None if self.file.ticket.answer_due else spoke

    def _chased_at(self, party_id: str) -> datetime | None:
        known = self.file.conversation(party_id)
        return known.chased_at if known else None

    def _spoke_at(self, party_id: str) -> datetime | None:
        """By mail, or with a question or directions on his page."""
        known = self.file.conversation(party_id)
        said = [d.at for a in self.file.approvals for d in a.directives if d.party_id == party_id]
        return max((*said, *((known.spoke_at,) if known and known.spoke_at else ())), default=None)

    def _latest(self, first: datetime, *others: datetime | None) -> datetime:
        return max((first, *(o for o in others if o is not None)))

    def _in_days(self, anchor: datetime, setting: str, act: str = MAIL) -> Step:
        return Step(self.hours.opening(after_business_days(paris_day(anchor), self.pace[setting])), act)

    def _urgent(self, anchor: datetime, task: str) -> tuple[Step, ...]:
        return (Step(self.hours.after(anchor, self.pace["urgent_hours"]), MAIL),
                Step(anchor + timedelta(hours=self.pace["urgent_call_hours"]), task))


def _visit(firm: Assignment) -> datetime | None:
    return midnight(firm.visit_on) if firm.visit_on else None


