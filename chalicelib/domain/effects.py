"""What an action of the menu moves besides its own mail (K-M1 to K-M9). Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import assignment as mission
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.holdings import confirmed, counted
from chalicelib.domain.letter import Letter
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.order_terms import ordered_on
from chalicelib.domain.party import Party
from chalicelib.domain.rivals import left_out
from chalicelib.domain.ticket import State, Ticket, moved
from chalicelib.domain.ticket_file import TicketFile


@dataclass(frozen=True, slots=True)
class Effect:
    """The ticket after the act; missions and documents that are new or changed; the firms now let go."""

    ticket: Ticket
    added: tuple[Assignment, ...] = ()
    changed: tuple[Assignment | Document, ...] = ()
    let_go: tuple[Assignment, ...] = ()


def effect_of(action: MenuAction, file: TicketFile, party: Party, letter: Letter, attached: tuple[Document, ...],
              now: datetime) -> Effect:
    """Raises Invalid for a ceiling or a quote that does not hold, Conflict for a move the table forbids."""
    rule = _RULES.get(action.effect)
    return rule(file, party, letter, attached, now) if rule else Effect(file.ticket)


def _ask(file: TicketFile, party: Party, letter: Letter, _: tuple[Document, ...], now: datetime) -> Effect:
    """A firm is asked for a quote, or ordered to come under the mandate's ceiling (K-10)."""
    if letter.mode == "direct":
        return _order_directly(file, party, letter, now)
    ticket = file.ticket
    if ticket.state == "reported":
        ticket = moved(ticket, "qualified", now)
    if ticket.state == "qualified":
        ticket = moved(ticket, "quoting", now)
    known = file.assignment(party.id)
    if known is None:
        asked = Assignment(ticket.number, party.id, party.name, now)
        return Effect(_with_firm(ticket, party), added=(asked,))
    if known.state in ("declined", "not_retained", "cancelled"):
        again = replace(known, state="asked", mode="quote", asked_at=now, chased_at=None, reason="")
        return Effect(_with_firm(ticket, party), changed=(again,))
    return Effect(_with_firm(ticket, party))


def _order_directly(file: TicketFile, party: Party, letter: Letter, now: datetime) -> Effect:
    """This mail is the order, up to an amount; whether the mandate allows it is decided before (D-24)."""
    ceiling = letter.ceiling_cents
    if ceiling is None or ceiling <= 0:
        raise Invalid(Fault("ceiling", "required"))
    ticket = _with_firm(_ordered(file.ticket, now), party)
    known = file.assignment(party.id)
    fresh = known or Assignment(ticket.number, party.id, party.name, now)
    taken = replace(mission.moved(fresh, "retained"), mode="direct", ceiling_cents=ceiling, ordered_at=now)
    return Effect(ticket, changed=(taken,)) if known else Effect(ticket, added=(taken,))


def _chase(file: TicketFile, party: Party, _letter: Letter, _: tuple[Document, ...], now: datetime) -> Effect:
    """A chaser by hand starts the clock of the automatic ones again (D-32)."""
    known = file.assignment(party.id)
    return Effect(file.ticket, changed=(replace(known, chased_at=now),) if known else ())


def _submit(file: TicketFile, _party: Party, _letter: Letter, attached: tuple[Document, ...], _: datetime) -> Effect:
    """The owner is asked to decide on the quotes that go along, each with its amounts for certain (K-32, E-M10).
    The rounds of votes that this opens, and the state of the file, follow from domain/decision.py."""
    quotes = [d for d in attached if d.kind == "quote"]
    if not quotes:
        raise Invalid(Fault("document", "quote_missing"))
    if not all(confirmed(quote) for quote in quotes):
        raise Invalid(Fault("document", "amounts_unsure"))
    chosen = file.ticket.chosen_quote
    first = next((q for q in quotes if q.id == chosen), quotes[-1])
    return Effect(replace(file.ticket, chosen_quote=first.id))


def _order(file: TicketFile, party: Party, letter: Letter, _: tuple[Document, ...], now: datetime) -> Effect:
    """The work order: one firm retained on one accepted quote, its rivals let go politely (K-36, D-25). What makes a
    quote an accepted one is decided before, see domain/order_terms.py."""
    quote = ordered_on(file, party)
    ticket = _with_firm(_ordered(file.ticket, now), party)
    if quote:
        ordered = tuple(dict.fromkeys((*ticket.ordered_documents, quote.id)))
        ticket = replace(ticket, chosen_quote=quote.id, ordered_documents=ordered)
        ticket = counted(replace(ticket, amount_cents=ticket.amount_cents or quote.gross_cents), file.documents, now)
    known = file.assignment(party.id)
    fresh = known or Assignment(ticket.number, party.id, party.name, now)
    taken = replace(mission.moved(fresh, "retained"), ordered_at=now, retained_document=quote.id if quote else "")
    let_go = tuple(mission.moved(a, "not_retained") for a in left_out(file, quote, party.id))
    told = let_go if letter.tell_others else ()
    if known is None:
        return Effect(ticket, (taken,), let_go, told)
    return Effect(ticket, (), (taken, *let_go), told)


def _ask_invoice(file: TicketFile, party: Party, _letter: Letter, _: tuple[Document, ...], now: datetime) -> Effect:
    """The works are done; the final invoice and the photos are claimed (K-44)."""
    ticket = moved(file.ticket, "works_done", now)
    known = file.assignment(party.id)
    return Effect(ticket, changed=(replace(known, chased_at=now),) if known else ())


_RULES: dict[str, Callable[[TicketFile, Party, Letter, tuple[Document, ...], datetime], Effect]] = {
    "ask_contractor": _ask, "chase": _chase, "submit_quote": _submit, "order": _order, "ask_invoice": _ask_invoice,
}


_TO_WORKS: tuple[State, ...] = ("approved", "in_progress")


def _ordered(ticket: Ticket, now: datetime) -> Ticket:
    """On the way to works in progress, through the agreement that the order stands for."""
    path: tuple[State, ...] = ("qualified",) if ticket.state == "reported" else ()
    if ticket.state in ("in_progress", "works_done"):
        return ticket
    for state in (*path, *_TO_WORKS):
        ticket = moved(ticket, state, now)
    return replace(ticket, ordered_at=now)


def _with_firm(ticket: Ticket, party: Party) -> Ticket:
    return replace(ticket, contractor_ids=tuple(dict.fromkeys((*ticket.contractor_ids, party.id))))
