"""On what a work order stands: the owner's decision, the ceiling of the mandate, or its clause for emergencies (D-24).

Ordering within the mandate is the office's own decision, written as such in the history of the quote: never as a vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.approval import decided_elsewhere
from chalicelib.domain.authority import Terms, Verdict, verdict
from chalicelib.domain.decision import Ruled, after, decided
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Fault
from chalicelib.domain.letter import Letter
from chalicelib.domain.order_terms import basis, held_until, lapsed_quote, ordered_on
from chalicelib.domain.party import Party
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.mandate_terms import mandate_terms
from chalicelib.usecases.ports import Office

LOG_READ = 200


@dataclass(frozen=True, slots=True)
class Grounds:
    """`file` is the file as the decision leaves it, `before` as it was read, and `ruled` what that decision writes;
    `verdict` the words of the mandate, None when the owner has agreed; `until` the end of the cooling-off; `lapsed`
    whether the quote had passed its last day; `signed_with` the first of two managers, and `reason` what either of
    them said."""

    file: TicketFile
    quote: Document | None = None
    ruled: Ruled | None = None
    verdict: Verdict | None = None
    until: datetime | None = None
    lapsed: bool = False
    signed_with: str = ""
    reason: str = ""
    before: TicketFile | None = None

    @property
    def urgent(self) -> bool:
        """Ordered under the clause for emergencies, by one manager or by two."""
        return self.verdict is not None and self.verdict.ground in ("urgent", "countersign")


def grounds_of(office: Office, user: User, file: TicketFile, party: Party, letter: Letter, now: datetime,
               faults: list[Fault]) -> Grounds:
    """For a work order. Raises Conflict when somebody else has to agree first; adds what the form lacks to
    `faults`."""
    quote = ordered_on(file, party)
    terms = Terms() if quote is None or quote.status == "approved" else mandate_terms(office, file, now)
    ground = basis(file, quote, party.id, terms)
    if ground == "agreement":
        raise Conflict("agreement_needed")
    late, first = lapsed_quote(file, quote, now) is not None, None
    if quote is not None and ground == "countersign":
        first = first_signature(office, user, file, quote.id, quote.gross_cents)
        if first is None:
            raise Conflict("countersign_needed")
    reason = letter.reason.strip() or (str(first.facts["reason"]) if first else "")
    _reason(reason, faults, "urgent_reason" if ground == "urgent" else "validity_passed" if late else "")
    if quote is None or ground == "accepted":
        return Grounds(file, quote, until=held_until(file, quote, now), lapsed=late, reason=reason)
    said = verdict(terms, quote.gross_cents, party.id, urgent=file.ticket.priority == "urgent")
    signed = first.who if first else ""
    ruled = _decided(user, file, quote, said, reason, signed, now)
    seen = after(file, ruled)
    return Grounds(seen, seen.document(quote.id), ruled, said, lapsed=late, signed_with=signed, reason=reason,
                   before=file)


def direct_grounds(office: Office, user: User, file: TicketFile, party: Party, letter: Letter, now: datetime,
                   faults: list[Fault]) -> Grounds:
    """For a direct intervention up to an amount: within the mandate, or refused with its words."""
    amount = letter.ceiling_cents
    if amount is None or amount <= 0:
        return Grounds(file)  # the amount itself is what is wrong
    terms = Terms(file.ticket.ceiling_cents)
    if amount > terms.ceiling_cents:
        terms = mandate_terms(office, file, now)
    said = verdict(terms, amount, party.id, urgent=file.ticket.priority == "urgent")
    first = first_signature(office, user, file, "", amount) if said.ground == "countersign" else None
    if not said.may_order and first is None:
        faults.append(Fault("ceiling", "above_mandate" if said.ground == "agreement" else "countersign_needed"))
    reason = letter.reason.strip() or (str(first.facts["reason"]) if first else "")
    _reason(reason, faults, "urgent_reason" if said.ground == "urgent" else "")
    return Grounds(file, verdict=said, signed_with=first.who if first else "", reason=reason)


def first_signature(office: Office, user: User, file: TicketFile, document_id: str, amount_cents: int | None,
                    ) -> TimelineEntry | None:
    """What another manager has asked to be signed on this very quote, or for at least this amount: the newest."""
    log = office.tickets.log(file.ticket.number, limit=LOG_READ)
    asked = next((e for e in log if isinstance(e, TimelineEntry) and e.what == "countersign_asked"), None)
    if asked is None or asked.facts["user_id"] == user.id or asked.facts["document_id"] != document_id:
        return None
    return asked if int(asked.facts["gross_cents"]) >= (amount_cents or 0) else None


def _reason(reason: str, faults: list[Fault], code: str) -> None:
    if code and not reason and not any(f.field == "reason" for f in faults):
        faults.append(Fault("reason", code))


def _decided(user: User, file: TicketFile, quote: Document, said: Verdict, reason: str, signed: str, now: datetime,
             ) -> Ruled:
    ended = decided_elsewhere(file.approval(quote.id), "approved", user.name, now)
    facts: dict[str, str | int] = {"source": "own", "ground": said.ground, "limit_cents": said.limit_cents}
    facts |= {name: text for name, text in (("words", reason), ("signed_with", signed)) if text}
    return decided(file, ended, quote, "approved", now, user.name, facts)
