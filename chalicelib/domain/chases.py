"""Everything that is waited for on a file and may be asked for again. Pure (D-32, N-6).

The clock of a chase runs from its anchor: the day it was asked for, asked for again by hand, or answered with
something else. A robot's « absent » moves nothing (E-M5).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.agency import Agency
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.calendar import midnight, on_or_after
from chalicelib.domain.chase_plan import MAIL, Chase, ChasePlan, Step, hours_of
from chalicelib.domain.decision_chases import DecisionPlan
from chalicelib.domain.pace import pace_of
from chalicelib.domain.reminder import Kind
from chalicelib.domain.ticket_file import TicketFile

MANUAL_CHASES = ("mission", "chase_contractor", "inform_owner", "quote_to_owner", "order", "ask_invoice")
_ACTIVE = ("asked", "answered", "quoted", "retained")


def chases(file: TicketFile, agency: Agency) -> tuple[Chase, ...]:
    """Everything that is waited for and may be asked for again; what was stopped on the file is left out."""
    plan = _Plan(file, pace_of(agency.pace), hours_of(agency))
    deciders = DecisionPlan(file, plan.pace, plan.hours)
    found = [*plan.firms(), *deciders.waited_for(), *deciders.own_care(), *plan.works(), *plan.certificates()]
    muted = file.ticket.muted
    return tuple(c for c in found if "all" not in muted and muted_as(c.kind) not in muted)


def muted_as(kind: Kind) -> str:
    """A promised quote is stopped with the quotes, what an owner does himself with his decision."""
    return {"promise": "quote", "own_care": "decision"}.get(kind, kind)


class _Plan(ChasePlan):
    def firms(self) -> list[Chase]:
        """Firms that were asked and are silent; those that answered without a quote are left to us (E-C8)."""
        if self.file.ticket.state != "quoting":
            return []
        found = []
        for firm in self.file.assignments:
            chased = self.latest(firm.asked_at, firm.chased_at, self.chased_at(firm.party_id), _visit(firm))
            if firm.state == "asked":
                found.append(self.chase("quote", firm.party_id, firm.name, chased, self._quote_steps(chased)))
            elif firm.state == "answered":
                since = self.latest(chased, self.spoke_at(firm.party_id))
                call = self.in_days(since, "promise_call", "call_contractor")
                found.append(self.chase("promise", firm.party_id, firm.name, since, (call,)))
        return found

    def _quote_steps(self, anchor: datetime) -> tuple[Step, ...]:
        if self.file.ticket.priority == "urgent":
            return self.urgent(anchor, "call_contractor")
        return (self.in_days(anchor, "quote_first"), self.in_days(anchor, "quote_second"),
                self.in_days(anchor, "quote_next_firm", "other_contractor"))

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
        anchor = self.clock(firm.party_id, self.latest(ticket.state_since or ticket.turn_since, firm.chased_at))
        if anchor is None:
            return []
        steps: dict[Kind, tuple[Step, ...]] = {
            "invoice": (self.in_days(anchor, "invoice_first"), self.in_days(anchor, "invoice_second"),
                        self.in_days(anchor, "invoice_third"),
                        self.in_days(anchor, "invoice_call", "call_contractor")),
            "photos": (self.in_days(anchor, "photos_first"), self.in_days(anchor, "photos_second")),
            "keys": (self.in_days(anchor, "keys_first"), self.in_days(anchor, "keys_second"),
                     self.in_days(anchor, "keys_call", "call_contractor"))}
        return [self.chase(kind, firm.party_id, firm.name, anchor, planned)
                for kind, planned in steps.items() if missing[kind]]

    def _visits(self, firm: Assignment) -> list[Chase]:
        """« Est-ce fait ? » after the day it said; whatever it wrote since that day is its answer (E-C9)."""
        if firm.visit_on is None:
            return []
        day = midnight(firm.visit_on)
        spoke = self.spoke_at(firm.party_id)
        if spoke is not None and spoke >= day:
            return []
        steps = (self.in_days(day, "visit_ask"), self.in_days(day, "visit_check", "check_visit"))
        return [self.chase("visit", firm.party_id, firm.name, day, steps)]

    def certificates(self) -> list[Chase]:
        """The newest certificate of each firm, before it expires and on the day."""
        found = []
        for firm in self.file.assignments:
            ends = [d.day("valid_until") for d in self.file.documents
                    if d.kind == "certificate" and d.issuer_id == firm.party_id]
            dated = [e for e in ends if e is not None]
            if firm.state not in _ACTIVE or not dated:
                continue
            last = max(dated)
            before = on_or_after(last - timedelta(days=self.pace["certificate_before"]))
            steps = (Step(self.hours.opening(before), MAIL), Step(self.hours.opening(on_or_after(last)), MAIL))
            found.append(self.chase("certificate", firm.party_id, firm.name, midnight(last), steps))
        return found

    def _firm_at_work(self) -> Assignment | None:
        """The firm that was chosen; without a choice, the only one that could be."""
        firms = [a for a in self.file.assignments if a.state in _ACTIVE]
        chosen = next((a for a in firms if a.state == "retained"), None)
        return chosen or (firms[0] if len(firms) == 1 else None)


def _visit(firm: Assignment) -> datetime | None:
    return midnight(firm.visit_on) if firm.visit_on else None
