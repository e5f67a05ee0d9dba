"""A work order held while the owner may still cancel: dropped in the commit that cancels, or already gone (R-15).

Its mail is taken out of the queue by a write that only wins while no worker has it; what the order had moved goes
back with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.delivery import trace
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.undo import restored
from chalicelib.usecases.ports import Office
from chalicelib.usecases.take_back import can_go_back

ORDER = "order"


@dataclass(frozen=True, slots=True)
class Dropped:
    """The file as it is without the order, and what the commit holds besides its ticket."""

    file: TicketFile
    change: Change


def dropped(office: Office, file: TicketFile, now: datetime) -> Dropped | None:
    """None when nothing was ordered. Raises Conflict when the order has left or is leaving."""
    if file.ticket.ordered_at is None or file.ticket.state not in ("in_progress", "works_done"):
        return None
    mail = _held(office, file)
    if mail is None or mail.undo is None:
        raise Conflict("order_left")
    others = [office.mailbox.outgoing(each) for each in mail.undo.also]
    gone = tuple(replace(each, state="cancelled", undo=None) for each in (mail, *(o for o in others if o)))
    if len(gone) != len(others) + 1 or not all(can_go_back(o) for o in others if o):
        raise Conflict("order_left")
    back = restored(mail.undo, file)
    ticket = next(e for e in back.changed if isinstance(e, Ticket))
    documents = {e.id: e for e in back.changed if isinstance(e, Document)}
    kept = replace(file, ticket=ticket, documents=tuple(documents.get(d.id, d) for d in file.documents))
    rest = tuple(e for e in back.changed if not isinstance(e, Ticket | Document))
    traces = tuple(line for each in gone for line in trace(each, now))
    return Dropped(kept, Change(changed=(*gone, *traces, *rest), removed=back.removed))


def _held(office: Office, file: TicketFile) -> OutgoingMail | None:
    for row in office.mailbox.in_row(file.ticket.number):
        mail = office.mailbox.outgoing(row.mail_id)
        if mail and mail.purpose == "manual" and mail.template == ORDER and can_go_back(mail):
            return mail
    return None
