"""A manager opens a works file: what happened, where, whom to call on site (K-08, E-M21)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.capacity import following
from chalicelib.domain.change import AlreadyDone, Change
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import PRIORITIES, TEXT_LIMIT, TITLE_LIMIT, Contact, Exchange, Priority, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.people_of_unit import people_of_unit
from chalicelib.usecases.ports import Office

MARKER = "open_ticket"


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
    if done := done_before(office, MARKER, form.nonce, _content(form)):
        return int(done.result)
    found = people_of_unit(office, form.unit_id, now.date())
    faults = _faults(form)
    if form.unit_id and found is None:
        faults.append(Fault("unit_id", "unknown"))
    if faults or found is None:
        raise Invalid(*faults)
    number = office.tickets.new_number()
    ticket = following(Ticket(
        number=number, title=form.title.strip(), description=form.description.strip(), created_at=now,
        turn_since=now, state="qualified", state_since=now, priority=_priority(form.priority), unit_id=found.unit.id,
        place=found.unit.place, tenant=_on_site(form, found.tenant), owner=found.owner, owner_ids=found.owner_ids,
        manager_id=user.id, ceiling_cents=found.ceiling_cents, last_exchange=Exchange(user.name, "opened", now)),
        found.unable, now)
    entry = TimelineEntry(number, derived(form.nonce, "opened"), now, "opened", user.name)
    marker = Marker(MARKER, form.nonce, _content(form), now, result=str(number))
    try:
        office.books.commit(Change(added=(ticket, entry), marker=marker))
    except AlreadyDone:
        stored = done_before(office, MARKER, form.nonce, _content(form))
        return int(stored.result) if stored else number
    return number



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


def _on_site(form: NewTicket, tenant: Contact | None) -> Contact | None:
    """Who lives there today; a name or a number typed by the manager wins."""
    name, phone = form.contact_name.strip(), form.contact_phone.strip()
    if tenant:
        return replace(tenant, name=name or tenant.name, phone=phone or tenant.phone)
    return Contact("", name, phone) if name or phone else None
