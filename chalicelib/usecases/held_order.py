"""A work order that waits for the end of the cooling-off is dropped when the owner cancels in time (D-14, R-15).

It is cancelled in the one transaction that takes the decision back: the worker that sends and the owner who cancels
change the same mail under its version, so exactly one of them wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.change import Change
from chalicelib.domain.delivery import trace
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import restored
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.take_back import can_go_back, written_for

LOG_READ = 200


@dataclass(frozen=True, slots=True)
class Dropped:
    """What cancels an order, and the file as that leaves it, for what is decided in the same transaction."""

    file: TicketFile
    change: Change

    def plus(self, later: Change) -> Change:
        """Both as one: of each thing that both change, the later state."""
        again = {_name(e) for e in later.changed}
        kept = tuple(e for e in self.change.changed if _name(e) not in again)
        return replace(self.change, changed=kept).plus(later)


def dropped(office: Office, file: TicketFile, now: datetime) -> Dropped | None:
    """The order that has not left, cancelled with everything its act moved; None when none was given. Raises
    Conflict when a worker has taken it: the order stands, and whoever cancels is told."""
    order = _last_order(office, file)
    if order is None or order.state == "cancelled":
        return None
    others = office.mailbox.mails(*order.undo.also) if order.undo else []
    if order.undo is None or not all(can_go_back(mail) for mail in (order, *others)):
        raise Conflict("order_left")
    put_right = restored(order.undo, file)
    gone = tuple(replace(mail, state="cancelled", undo=None) for mail in (order, *others))
    traces = tuple(line for mail in gone for line in trace(mail, now))
    talks = tuple(replace(talk, message_ids=tuple(i for i in talk.message_ids if i != mail.message_id))
                  for mail in gone if (talk := file.conversation(mail.party_id)))
    entry = TimelineEntry(file.ticket.number, derived(order.id, "dropped"), now, "order_dropped", "",
                          {"to": order.to_name or order.to_email, "mail_id": order.id})
    change = Change(added=(entry,), changed=(*gone, *traces, *talks, *put_right.changed),
                    removed=(*put_right.removed, *written_for(file, order)))
    return Dropped(_after(file, change), change)


def held_back(office: Office, file: TicketFile, document: Document, now: datetime) -> Dropped | None:
    """The same when a manager takes the acceptance away himself: an order on a document that is no longer accepted
    never leaves; one that has left stands."""
    if document.status != "approved" or document.id != file.ticket.chosen_quote:
        return None
    try:
        return dropped(office, file, now)
    except Conflict:
        return None


def _after(file: TicketFile, change: Change) -> TicketFile:
    ticket = next((e for e in change.changed if isinstance(e, Ticket)), file.ticket)
    missions = {e.party_id: e for e in change.changed if isinstance(e, Assignment)}
    removed = {e.party_id for e in change.removed if isinstance(e, Assignment)}
    documents = {e.id: e for e in change.changed if isinstance(e, Document)}
    unwritten = {e.id for e in change.removed if isinstance(e, Document)}
    return replace(
        file, ticket=ticket,
        assignments=tuple(missions.get(a.party_id, a) for a in file.assignments if a.party_id not in removed),
        documents=tuple(documents.get(d.id, d) for d in file.documents if d.id not in unwritten))


def _last_order(office: Office, file: TicketFile) -> OutgoingMail | None:
    """From the conversation, which is read as it is now; the row of waiting mails is a list that may lag behind."""
    log = office.tickets.log(file.ticket.number, limit=LOG_READ)
    letter = next((m for m in log if isinstance(m, Message) and m.kind == "order" and m.direction == "out"), None)
    return office.mailbox.outgoing(letter.mail_id) if letter and letter.mail_id else None


def _name(entity: object) -> tuple[object, ...]:
    """What makes two states the same thing: its kind, and the fields that name it."""
    names = ("id", "number", "ticket_number", "document_id", "round", "party_id", "mail_id")
    return (type(entity), *(getattr(entity, name, None) for name in names))
