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
from chalicelib.domain.holdings import counted
from chalicelib.domain.mail import ENDED, ORDERED, OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.order_terms import order_lost
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import Restored, restored
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


def dropped(office: Office, file: TicketFile, document_id: str, now: datetime) -> Dropped | None:
    """The order on this document that has not left, cancelled with everything its act moved; None when none was
    given. Raises Conflict when a worker has taken it: the order stands, and whoever cancels is told."""
    order = _last_order(office, file, document_id)
    if order is None or order.state == "cancelled":
        return None
    others = office.mailbox.mails(*order.undo.also) if order.undo else []
    if order.undo is None or not all(can_go_back(mail) for mail in (order, *others)):
        raise Conflict("order_left")
    put_right = _nothing_ordered(restored(order.undo, file), file, document_id, now)
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
    if document.status != "approved":
        return None
    try:
        return dropped(office, file, document.id, now)
    except Conflict:
        return None


def all_dropped(office: Office, file: TicketFile, now: datetime) -> Dropped | None:
    """Every order of the file that waits; those that have left stand. Raises Conflict as above."""
    whole: Dropped | None = None
    for document_id in (*file.ticket.ordered_documents, ""):  # "": ordered on no paper at all
        here = whole.file if whole else file
        order = _last_order(office, here, document_id)
        if order is None or order.state in ENDED:
            continue
        if drop := dropped(office, here, document_id, now):
            whole = Dropped(drop.file, whole.plus(drop.change)) if whole else drop
    return whole


def _nothing_ordered(put_right: Restored, file: TicketFile, document_id: str, now: datetime) -> Restored:
    """Also when another package was ordered since, which the act's own snapshot does not know."""
    def mend(each: object) -> object:
        if not isinstance(each, Ticket):
            return each
        return counted(order_lost(each, document_id), file.documents, now)
    return replace(put_right, changed=tuple(mend(each) for each in put_right.changed))


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


def _last_order(office: Office, file: TicketFile, document_id: str) -> OutgoingMail | None:
    """From the conversation, which is read as it is now; the row of waiting mails is a list that may lag behind."""
    log = office.tickets.log(file.ticket.number, limit=LOG_READ)
    letters = [m.mail_id for m in log if isinstance(m, Message) and m.kind == "order" and m.direction == "out"]
    mails = {m.id: m for m in office.mailbox.mails(*letters)} if letters else {}
    newest_first = (mails[name] for name in letters if name in mails)
    return next((m for m in newest_first if m.facts.get(ORDERED, "") == document_id), None)


def _name(entity: object) -> tuple[object, ...]:
    """What makes two states the same thing: its kind, and the fields that name it."""
    names = ("id", "number", "ticket_number", "document_id", "round", "party_id", "mail_id")
    return (type(entity), *(getattr(entity, name, None) for name in names))
