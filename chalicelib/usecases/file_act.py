"""One act of a form on a works file: decided from fresh facts, committed once, its mails announced (R-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

TRIES = 8  # a mail, a vote, a colleague: each may be faster once


@dataclass(frozen=True, slots=True)
class Form:
    """`nonce` makes the act happen once; `content` is what makes two forms the same one."""

    purpose: str
    nonce: str
    content: str


def touching(file: TicketFile, change: Change) -> Change:
    """The change, which saves the ticket in any case: of two acts that must see each other the slower one is decided
    again."""
    saved = any(isinstance(e, Ticket) and e.number == file.ticket.number for e in change.changed)
    return change if saved else change.plus(Change(changed=(file.ticket,)))


def act_once(office: Office, number: int, form: Form, now: datetime, decide: Callable[[TicketFile], Change], *,
             tries: int = TRIES) -> None:
    """Twice is once. Raises NotFound, what `decide` raises, and Conflict when the form was used for something else or
    the file keeps changing under our hands."""
    for _ in range(tries):
        if done_before(office, form.purpose, form.nonce, form.content):
            return
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        change = decide(file).plus(Change(marker=Marker(form.purpose, form.nonce, form.content, now)))
        try:
            office.books.commit(change)
        except (AlreadyDone, Outdated):
            continue
        office.queues.mails(office.agency.id, [mail.id for mail in change.mails])
        return
    raise Conflict("ticket_changed")
