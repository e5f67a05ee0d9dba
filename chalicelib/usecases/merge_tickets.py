"""« Fusionner »: two files about one thing become one; every reporter keeps a conversation of his own (D-28, E-M1).

Answers to the old file follow to the new one (usecases/receive_mail.py); « Rouvrir » undoes the union.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.merging import carried, merge
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "merge_tickets"


def merge_tickets(office: Office, user: User, number: int, into: int, nonce: str, now: datetime) -> None:
    """File `number` ends in file `into`. Twice is once. Raises NotFound, Conflict when one of them is over, is the
    other, or has just changed."""
    if done_before(office, MARKER, nonce, str(into)):
        return
    source, target = office.tickets.file(number), office.tickets.file(into)
    if source is None:
        raise NotFound("ticket")
    if target is None:
        raise Conflict("no_such_ticket")
    if source.ticket.merged_into == into:
        return
    try:
        office.books.commit(_change(office, user, source, target, nonce, now))
    except AlreadyDone:
        done_before(office, MARKER, nonce, str(into))
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster


def _change(office: Office, user: User, source: TicketFile, target: TicketFile, nonce: str, now: datetime) -> Change:
    after = merge(source, target, user, now)
    talks = tuple(replace(c, token=office.secrets.reply_token()) for c in carried(source, target))
    lines = ((source, target, "merged_into"), (target, source, "merged_here"))
    told = tuple(TimelineEntry(
        here.ticket.number, derived(nonce, what), now, what, user.name,
        {"ticket": there.ticket.number, "to": f"{there.ticket.reference} {there.ticket.title}"[:200]})
        for here, there, what in lines)
    return Change(added=(*talks, *told), changed=(after.source, after.target),
                  marker=Marker(MARKER, nonce, str(target.ticket.number), now, result=str(target.ticket.number)))
