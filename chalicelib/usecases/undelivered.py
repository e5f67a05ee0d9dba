"""A mail that does not arrive: the ticket says so in red, asks a person to act, and the turn is ours (U-60, E-M4)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.mail import ORDERED, OutgoingMail
from chalicelib.domain.order_terms import order_lost
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived

DEAD, LOST = "dead_address", "undelivered"


def undelivered(mail: OutgoingMail, file: TicketFile | None, what: str, key: str, now: datetime,
                task: str = LOST) -> Change:
    """The line `what`, the task, and for a mission the hint to ask another firm. Notes to ourselves say nothing
    on a ticket. `key` makes the line one of its kind."""
    if file is None or mail.purpose == "notification":
        return Change()
    facts: dict[str, str | int] = {"to": mail.to_name or mail.to_email, "email": mail.to_email, "mail_id": mail.id}
    if mail.reason:
        facts["why"] = mail.reason
    if mail.diagnostic:
        facts["diagnostic"] = mail.diagnostic
    entry = TimelineEntry(file.ticket.number, derived(mail.id, what, key), now, what, "", facts)
    tasks = (task, "other_contractor") if mail.template == "mission" and task == DEAD else (task,)
    waited = mail.template == "order" and file.ticket.order_leaves_at is not None
    here = order_lost(file.ticket, str(mail.facts.get(ORDERED, ""))) if waited else file.ticket
    ticket = alerted(here, now, *tasks)
    return Change(added=(entry,), changed=() if ticket == file.ticket else (ticket,))
