"""One act on a works file: decided from fresh facts, committed once, its mails announced (R-5)."""

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
    def once(file: TicketFile) -> Change | None:
        if done_before(office, form.purpose, form.nonce, form.content):
            return None
        return decide(file).plus(Change(marker=Marker(form.purpose, form.nonce, form.content, now)))

    change_file(office, number, once, tries=tries)


def change_file(office: Office, number: int, decide: Callable[[TicketFile], Change | None], *, tries: int = TRIES,
                late: str = "ticket_changed") -> Change | None:
    """What was committed: `decide` looks at the file again while something else is faster, and gives None when there
    is nothing to do. Raises NotFound, what `decide` raises, and Conflict(`late`) when the file keeps changing."""
    for _ in range(tries):
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        change = decide(file)
        if change is None:
            return None
        try:
            office.books.commit(change)
        except (AlreadyDone, Outdated):
            continue
        office.queues.mails(office.agency.id, [mail.id for mail in change.mails])
        return change
    raise Conflict(late)


def follow_file(office: Office, number: int, decide: Callable[[TicketFile], Change | None]) -> None:
    """The same for what follows by itself: a file that is gone or over is left alone. Raises TimeoutError when it
    keeps changing, so that the work comes again."""
    try:
        change_file(office, number, lambda file: decide(file) if file.ticket.is_open else None)
    except NotFound:
        return
    except Conflict as busy:
        raise TimeoutError("the ticket changes faster than it can follow") from busy
