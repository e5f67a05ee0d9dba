"""A manager opens a works file: what happened, where, whom to call on site (K-08, E-M21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change
from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.domain.mail import Marker
from chalicelib.domain.property import Lease, Mandate
from chalicelib.domain.ticket import PRIORITIES, Contact, Exchange, Priority, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "open_ticket"
TITLE_LIMIT = 120
TEXT_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class NewTicket:
    """The form as typed. Contact fields left empty are taken from the lease of the unit."""

    nonce: str
    title: str
    description: str
    unit_id: str
    priority: str = "normal"
    contact_name: str = ""
    contact_phone: str = ""


def open_ticket(office: Office, user: User, form: NewTicket, now: datetime) -> int:
    """The number of the new ticket, the same for a repeated form. Raises Invalid with every fault, Conflict
    when the form was used for another ticket."""
    done = office.mailbox.marker(MARKER, form.nonce)
    if done:
        return _again(done, form)
    found = office.directory.unit(form.unit_id) if form.unit_id else None
    faults = _faults(form)
    if form.unit_id and found is None:
        faults.append(Fault("unit_id", "unknown"))
    if faults or found is None:
        raise Invalid(*faults)
    unit, leases, mandates = found
    number = office.tickets.new_number()
    ticket = Ticket(
        number=number, title=form.title.strip(), description=form.description.strip(), created_at=now,
        turn_since=now, state="qualified", priority=_priority(form.priority), unit_id=unit.id, place=unit.place,
        tenant=_tenant(office, form, leases, now), owner=_owner(office, mandates, now), manager_id=user.id,
        last_exchange=Exchange(user.name, "opened", now))
    entry = TimelineEntry(number, derived(form.nonce, "opened"), now, "opened", user.name)
    marker = Marker(MARKER, form.nonce, _content(form), now, result=str(number))
    try:
        office.books.commit(Change(added=(ticket, entry), marker=marker))
    except AlreadyDone:
        stored = office.mailbox.marker(MARKER, form.nonce)
        return _again(stored, form) if stored else number
    return number


def _again(done: Marker, form: NewTicket) -> int:
    if done.request_hash != _content(form):
        raise Conflict("form_used")
    return int(done.result)


def _content(form: NewTicket) -> str:
    return derived(form.title, form.description, form.unit_id, form.priority, form.contact_name, form.contact_phone)


def _faults(form: NewTicket) -> list[Fault]:
    faults = []
    if not form.title.strip():
        faults.append(Fault("title", "required"))
    elif len(form.title) > TITLE_LIMIT:
        faults.append(Fault("title", "too_long"))
    if not form.description.strip():
        faults.append(Fault("description", "required"))
    elif len(form.description) > TEXT_LIMIT:
        faults.append(Fault("description", "too_long"))
    if not form.unit_id:
        faults.append(Fault("unit_id", "required"))
    if form.priority not in PRIORITIES:
        faults.append(Fault("priority", "unknown"))
    return faults


def _priority(text: str) -> Priority:
    return next(p for p in PRIORITIES if p == text)


def _tenant(office: Office, form: NewTicket, leases: list[Lease], now: datetime) -> Contact | None:
    """Who lives there today; a name or a number typed by the manager wins."""
    lease = next((le for le in leases if le.runs_on(now.date())), None)
    party = office.directory.parties(lease.tenant_id)[0] if lease else None
    if party:
        return Contact(party.id, form.contact_name.strip() or party.name,
                       form.contact_phone.strip() or party.phone, party.email, party.language)
    if form.contact_name.strip() or form.contact_phone.strip():
        return Contact("", form.contact_name.strip(), form.contact_phone.strip())
    return None


def _owner(office: Office, mandates: list[Mandate], now: datetime) -> Contact | None:
    mandate = next((m for m in mandates if m.runs_on(now.date())), None)
    party = office.directory.parties(mandate.owner_ids[0])[0] if mandate and mandate.owner_ids else None
    return Contact(party.id, party.name, party.phone, party.email, party.language) if party else None
