"""« Scinder »: a message about a new problem becomes a file of its own; both keep a trace (D-28, E-M18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.message import Message
from chalicelib.domain.splitting import MARK, Split, reporter, split
from chalicelib.domain.ticket import TEXT_LIMIT, TITLE_LIMIT, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "split_message"
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class SplitForm:
    """What the new file is called and says."""

    nonce: str
    title: str
    description: str


def split_message(office: Office, user: User, number: int, message_id: str, form: SplitForm, now: datetime) -> int:
    """The number of the new file, the same for a second click. Raises NotFound, Invalid with every fault, Conflict
    when the message has left before or the file has just changed."""
    if done := office.mailbox.marker(MARKER, form.nonce):
        return int(done.result)
    file = office.tickets.file(number)
    message = received_message(office, number, message_id)
    if file is None or message is None:
        raise NotFound("message")
    if MARK in message.marks:
        raise Conflict("already_split")
    if faults := _faults(form):
        raise Invalid(*faults)
    new = _bare(file, message, office.tickets.new_number(), form, user, now)
    found = split(file, message, new, derived(form.nonce, message.id), office.secrets.reply_token(), user, now)
    try:
        office.books.commit(_change(found, user, form.nonce, now))
    except AlreadyDone:
        done = office.mailbox.marker(MARKER, form.nonce)
        return int(done.result) if done else new.number
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
    if pending := [(d.ticket_number, d.id) for d in found.documents if d.reading == "pending"]:
        office.queues.documents(office.agency.id, pending)
    return new.number


def received_message(office: Office, number: int, message_id: str) -> Message | None:
    """A mail received on this file, among its newest lines."""
    lines = office.tickets.log(number, limit=LOOKED_AT)
    return next((m for m in lines if isinstance(m, Message) and m.id == message_id and m.direction == "in"), None)


def _faults(form: SplitForm) -> list[Fault]:
    faults = []
    if not form.title.strip():
        faults.append(Fault("title", "required"))
    for name, text, limit in (("title", form.title, TITLE_LIMIT), ("description", form.description, TEXT_LIMIT)):
        if len(text) > limit:
            faults.append(Fault(name, "too_long"))
    return faults


def _bare(file: TicketFile, message: Message, number: int, form: SplitForm, user: User, now: datetime) -> Ticket:
    """Same place, same people, same mandate; a file without a place is still to be qualified."""
    old = file.ticket
    return Ticket(
        number, form.title.strip(), form.description.strip(), now, now, "qualified" if old.unit_id else "reported",
        unit_id=old.unit_id, place=old.place, tenant=reporter(old, message), owner=old.owner, owner_ids=old.owner_ids,
        unable=old.unable, manager_id=old.manager_id or user.id, ceiling_cents=old.ceiling_cents, state_since=now)


def _change(found: Split, user: User, nonce: str, now: datetime) -> Change:
    lines = ((found.source, found.ticket, "split_off"), (found.ticket, found.source, "split_from"))
    told = tuple(TimelineEntry(
        here.number, derived(nonce, what), now, what, user.name,
        {"ticket": there.number, "to": f"{there.reference} {there.title}"[:200]}) for here, there, what in lines)
    return Change(
        added=(found.ticket, found.conversation, found.message, *found.documents, *told),
        changed=(found.source, found.left), removed=found.gone,
        marker=Marker(MARKER, nonce, "", now, result=str(found.ticket.number)))
