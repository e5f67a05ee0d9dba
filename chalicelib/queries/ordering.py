"""What the window of a work order says before it is sent: on which ground, under which words, until when it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Mode
from chalicelib.domain.authority import Terms, Verdict, verdict
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.order_terms import basis, held_until, lapsed_quote, ordered_on
from chalicelib.domain.party import Party
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.mandate_terms import mandate_terms
from chalicelib.usecases.order_grounds import first_signature
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Ordering:
    """`verdict` is None when the owner has agreed, or when nothing is ordered; `lapsed_on` the last day of a quote
    that had passed; `until` the end of the cooling-off; `tenant` who would be told which firm comes."""

    verdict: Verdict | None = None
    lapsed_on: date | None = None
    until: datetime | None = None
    tenant: str = ""
    amount_cents: int | None = None
    signed_with: str = ""

    @property
    def asks_reason(self) -> bool:
        return bool(self.lapsed_on) or bool(self.verdict and self.verdict.ground in ("urgent", "countersign"))


def ordering(office: Office, user: User, file: TicketFile, action: MenuAction, mode: Mode, firm_id: str,
             ceiling_cents: int | None, now: datetime) -> Ordering:
    """At most two requests, and only where the owner has not agreed."""
    urgent = file.ticket.priority == "urgent"
    tenant = file.ticket.tenant
    told = tenant.name if tenant and tenant.party_id and tenant.email else ""
    if action.effect == "ask_contractor" and mode == "direct":
        amount = ceiling_cents if ceiling_cents is not None else file.ticket.ceiling_cents
        terms = Terms(file.ticket.ceiling_cents)
        if amount > terms.ceiling_cents or not amount:
            terms = mandate_terms(office, file, now)
        said = verdict(terms, amount, firm_id, urgent=urgent)
        first = _first(office, user, file, said, "", amount)
        return Ordering(said, tenant=told, amount_cents=amount, signed_with=first)
    if action.effect != "order":
        return Ordering()
    try:
        quote = ordered_on(file, Party(firm_id, "contractor", ""))
    except Conflict:  # said when the letter is sent: another firm may still be chosen here
        quote = current_quote(file.ticket, file.documents)
    late, until = lapsed_quote(file, quote, now), held_until(file, quote, now)
    if basis(file, quote, firm_id, Terms()) == "accepted":
        return Ordering(None, late, until, told)
    amount_of = quote.gross_cents if quote else None
    said = verdict(mandate_terms(office, file, now), amount_of, firm_id, urgent=urgent)
    first = _first(office, user, file, said, quote.id if quote else "", amount_of)
    return Ordering(said, late if said.may_order or first else None, until, told, amount_of, first)


def _first(office: Office, user: User, file: TicketFile, said: Verdict, document_id: str, amount: int | None) -> str:
    """The manager who has signed already, where two are needed."""
    asked = first_signature(office, user, file, document_id, amount) if said.ground == "countersign" else None
    return asked.who if asked else ""
