"""The works file: its stored states (D-21), and what is derived from them (D-22, U-52).

Whose turn it is, the stage and the phase are never stored as facts: they follow from the state,
from whether a quote is in, and from whether a mail waits for our answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.agency import Language
from chalicelib.domain.marked import N_
from chalicelib.domain.transitions import step

State = Literal[
    "reported", "qualified", "quoting", "awaiting_approval", "approved",
    "in_progress", "works_done", "closed", "cancelled",
]
Priority = Literal["low", "normal", "high", "urgent"]
Turn = Literal["us", "owner", "contractor", "tenant", "nobody"]
Phase = Literal["costing", "approval", "follow_up", "none"]
QuoteState = Literal["", "unsure", "ready"]
KeysState = Literal["none", "lent", "returned"]

TITLE_LIMIT, TEXT_LIMIT = 120, 4000  # characters of a title and of a description
OPEN_STATES: tuple[State, ...] = (
    "reported", "qualified", "quoting", "awaiting_approval", "approved", "in_progress", "works_done",
)
PRIORITIES: tuple[Priority, ...] = ("urgent", "high", "normal", "low")

MOVES: dict[State, frozenset[State]] = {
    "reported": frozenset({"qualified", "cancelled"}),
    "qualified": frozenset({"quoting", "awaiting_approval", "approved", "cancelled"}),
    "quoting": frozenset({"awaiting_approval", "approved", "cancelled"}),
    "awaiting_approval": frozenset({"approved", "quoting", "cancelled"}),
    "approved": frozenset({"in_progress", "awaiting_approval", "cancelled"}),
    "in_progress": frozenset({"works_done", "cancelled"}),
    "works_done": frozenset({"in_progress", "closed", "cancelled"}),
    "closed": frozenset({"in_progress", "qualified"}),
    "cancelled": frozenset({"qualified"}),
}

STATES: dict[str, str] = {
    "reported": N_("Signalé"), "qualified": N_("Qualifié"), "quoting": N_("En chiffrage"),
    "awaiting_approval": N_("Attente d’accord"), "approved": N_("Accordé"), "in_progress": N_("Travaux en cours"),
    "works_done": N_("Travaux terminés"), "closed": N_("Clos"), "cancelled": N_("Annulé"),
}

STAGES: dict[str, str] = {
    "reported": N_("Signalé"),
    "qualified": N_("À missionner"),
    "quoting": N_("Devis demandé"),
    "quote_received": N_("Devis reçu"),
    "awaiting_approval": N_("Accord propriétaire"),
    "approved": N_("Accordé"),
    "order_held": N_("Ordre programmé"),
    "in_progress": N_("Travaux en cours"),
    "lot_to_order": N_("Lot à commander"),
    "lot_to_submit": N_("Lot à soumettre"),
    "works_done": N_("Facture attendue"),
    "invoice_received": N_("Facture reçue"),
    "closed": N_("Clos"),
    "cancelled": N_("Annulé"),
}

PHASES: dict[str, Phase] = {
    "reported": "costing", "qualified": "costing", "quoting": "costing",
    "awaiting_approval": "approval", "approved": "approval",
    "in_progress": "follow_up", "works_done": "follow_up",
}

TURNS: dict[str, Turn] = {
    "reported": "us", "qualified": "us", "quoting": "contractor", "quote_received": "us",
    "awaiting_approval": "owner", "approved": "us", "order_held": "owner", "in_progress": "contractor",
    "lot_to_order": "us", "lot_to_submit": "us",
    "works_done": "contractor", "invoice_received": "us", "closed": "nobody", "cancelled": "nobody",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the file as it is written in mails: enough to be called, nothing more."""

    party_id: str
    name: str
    phone: str = ""
    email: str = ""
    language: Language = "fr"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last thing said on a file: who, what (a code), when."""

    who: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A works file (« dossier travaux »). `answer_due` is true while a received mail waits for us.

    `quote` says whether the current quote has its TTC and TVA for certain (E-M10); the current quote is
    `chosen_quote`, or the newest. `ceiling_cents` is what the mandate lets us order without asking (D-24).
    `amount_cents` is the Montant total, which never replaces an approved amount in checks (D-27). `site`
    is the contact on site when it is not the tenant. `tasks` are codes of TASKS: what only a person can
    do next. `muted` are the kinds of reminder stopped on this file; `waived` maps a closing point to the
    reason it was let go (D-26). `counted` is the store's bookkeeping: the tabs this file was counted in
    when it was last saved, as `linked` are the people whose pages lead here and `figured` says that the lines of its
    financial table have been kept beside its documents from the first one on. `owner` is the first owner who
    can be written to, `owner_ids` all those of the mandate, `unable` those who cannot decide themselves (E-L12);
    `merged_into` the number of the file this one was
    united with, or 0. `order_leaves_at` is when a work order that is given leaves, while it waits for the end of the
    owner's cooling-off (D-13). `ordered_documents` are the ids of what works were ordered on; `to_order` and
    `to_submit` count the papers of packages that are agreed, or not yet put to anybody, once others are under way.
    `tenant_impact` and `risk` are what an owner reads before he decides: what the tenant goes through, and what
    waiting may cost.
    """

    number: int
    title: str
    description: str
    created_at: datetime
    turn_since: datetime
    state: State = "reported"
    priority: Priority = "normal"
    unit_id: str = ""
    place: str = ""
    tenant: Contact | None = None
    owner: Contact | None = None
    owner_ids: tuple[str, ...] = ()
    unable: tuple[str, ...] = ()
    contractor_ids: tuple[str, ...] = ()
    manager_id: str = ""
    quotes: int = 0
    invoices: int = 0
    quoted_cents: int | None = None
    quote: QuoteState = ""
    chosen_quote: str = ""
    ceiling_cents: int = 0
    ordered_at: datetime | None = None
    order_leaves_at: datetime | None = None
    ordered_documents: tuple[str, ...] = ()
    to_order: int = 0
    to_submit: int = 0
    answer_due: bool = False
    unread: bool = False
    last_exchange: Exchange | None = None
    amount_cents: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    state_since: datetime | None = None
    site: Contact | None = None
    photos: int = 0
    keys: KeysState = "none"
    tasks: tuple[str, ...] = ()
    snoozed_until: date | None = None
    snooze_reason: str = ""
    muted: tuple[str, ...] = ()
    waived: dict[str, str] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    figured: bool = False
    merged_into: int = 0
    tenant_impact: str = ""
    risk: str = ""
    version: int = 0

    @property
    def reference(self) -> str:
        return f"T-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def stage(ticket: Ticket) -> str:
    """Where the file is, as one code of STAGES."""
    if ticket.state == "quoting" and ticket.quotes:
        return "quote_received"
    if ticket.state == "approved" and ticket.order_leaves_at:
        return "order_held"
    if ticket.state == "in_progress" and (ticket.to_order or ticket.to_submit):
        return "lot_to_order" if ticket.to_order else "lot_to_submit"
    if ticket.state == "works_done" and ticket.invoices:
        return "invoice_received"
    return ticket.state


def turn(ticket: Ticket) -> Turn:
    """Who must act. A mail that waits for our answer, or a task, gives the turn back to us (U-50)."""
    if ticket.is_open and (ticket.answer_due or ticket.tasks):
        return "us"
    return TURNS[stage(ticket)]


def phase(ticket: Ticket) -> Phase:
    return PHASES.get(ticket.state, "none")


def moved(ticket: Ticket, state: State, now: datetime) -> Ticket:
    """The ticket in its new state. Raises Conflict when the table forbids the move."""
    if state == ticket.state:
        return ticket
    return replace(ticket, state=step(MOVES, ticket.state, state), state_since=now)


def with_task(ticket: Ticket, task: str) -> Ticket:
    """Something only a person can do: once, and the turn is ours."""
    return ticket if task in ticket.tasks else replace(ticket, tasks=(*ticket.tasks, task))


def alerted(ticket: Ticket, now: datetime, *tasks: str) -> Ticket:
    """Something went wrong that a person must mend: the tasks, and the turn from now on unless it was ours."""
    if not ticket.is_open:
        return ticket
    told = ticket
    for task in tasks:
        told = with_task(told, task)
    return told if turn(told) == turn(ticket) else replace(told, turn_since=now)


def heard_from(ticket: Ticket, exchange: Exchange) -> Ticket:
    """Somebody wrote to us: unread, awake, and our turn unless the file is closed (M-62, U-50)."""
    since = ticket.turn_since if turn(ticket) == "us" else exchange.at
    return replace(ticket, answer_due=ticket.is_open, unread=True, last_exchange=exchange, turn_since=since,
                   snoozed_until=None, snooze_reason="")


def answered(ticket: Ticket, exchange: Exchange, *, keep: tuple[str, ...] = ()) -> Ticket:
    """We acted: nothing waits for us any more, but the tasks to `keep`, which this act does not deal with."""
    left = tuple(t for t in ticket.tasks if t in keep)
    done = replace(ticket, answer_due=False, unread=False, tasks=left, last_exchange=exchange)
    return done if turn(done) == turn(ticket) else replace(done, turn_since=exchange.at)
