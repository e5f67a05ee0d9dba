"""What the office remembers of its own reminders, so that nobody is written to twice and nobody forgotten.

A `Reminder` is how far one chase has come; a `Watch` says when a ticket must be looked at again; a
`PersonDay` is the one automatic mail a person may get on a day (D-32, E-M6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Ticket

Kind = Literal["quote", "promise", "decision", "own_care", "visit", "invoice", "photos", "keys", "certificate"]
ReminderState = Literal["queued", "sent", "dropped", "failed", "task"]
RoundState = Literal["open", "closed", "free"]

KINDS: dict[str, str] = {
    "quote": N_("le devis"), "decision": N_("la décision du propriétaire"),
    "own_care": N_("les travaux du propriétaire"), "visit": N_("l’intervention"),
    "invoice": N_("la facture"), "photos": N_("les photos"), "keys": N_("les clés"),
    "certificate": N_("l’attestation"),
}

LOOK_AFTER = timedelta(minutes=10)  # a flurry of mails costs one look
LOOKS_PER_VERSION = 1000


@dataclass(frozen=True, slots=True)
class Reminder:
    """One chase of one person on one ticket. `step` counts the steps taken since `anchor`, from 1; another
    anchor is another round and starts again. `mail_id` is the mail that carries the step, `document_id` the paper
    whose decision is waited for beside the one that holds the works."""

    ticket_number: int
    kind: Kind
    party_id: str
    anchor: datetime
    step: int
    at: datetime
    state: ReminderState = "queued"
    mail_id: str = ""
    document_id: str = ""
    version: int = 0

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is asked of whom: one reminder for each."""
        return self.kind, self.party_id, self.document_id


@dataclass(frozen=True, slots=True)
class Watch:
    """When a ticket is looked at next, or never (None). `kind` and `who` say which reminder is
    expected then, for the morning mail of the `manager`; all empty when none is."""

    ticket_number: int
    look_at: datetime | None = None
    kind: str = ""
    who: str = ""
    title: str = ""
    manager: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class PersonDay:
    """The automatic mail of one person on one Paris day (ISO). While `open`, tickets may join it; `closed`,
    it has left or is leaving; `free`, it was not needed and another may be made."""

    party_id: str
    day: str
    mail_id: str
    tickets: tuple[int, ...]
    state: RoundState = "open"
    version: int = 0


def watch_of(ticket: Ticket, moments: Iterable[datetime], *, fresh: bool) -> Watch:
    """The watch that goes with every save of a ticket: look again soon, whatever was planned.

    It replaces whatever watch is there. Its version outruns every look at the ticket's version before, so
    that a look decided on older facts is refused. `moments`: the instants that the change speaks of.
    """
    version = 0 if fresh else (ticket.version + 1) * LOOKS_PER_VERSION
    if not ticket.is_open:
        return Watch(ticket.number, None, version=version)
    return Watch(ticket.number, max((ticket.created_at, *moments)) + LOOK_AFTER, version=version)
