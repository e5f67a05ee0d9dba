"""Open works files follow a person whose name, phone or address has changed; history keeps what was said then."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Contact, Ticket


def matters(before: Party, after: Party) -> bool:
    """Whether what a works file repeats of a person has changed, or whether he can decide."""
    return contact_of(before) != contact_of(after) or before.can_decide != after.can_decide


def contact_of(party: Party) -> Contact:
    return Contact(party.id, party.name, party.phone, party.email, party.language)


def followed(ticket: Ticket, before: Contact, after: Contact) -> Ticket:
    """The file with the person's new details. What somebody typed for this file alone stays, and so does
    everything once the file is closed."""
    if not ticket.is_open:
        return ticket
    return replace(ticket, tenant=_renewed(ticket.tenant, before, after), owner=_renewed(ticket.owner, before, after),
                   site=_renewed(ticket.site, before, after))


def _renewed(here: Contact | None, before: Contact, after: Contact) -> Contact | None:
    if here is None or here.party_id != after.party_id:
        return here

    def value(mine: str, old: str, new: str) -> str:
        return new if mine == old else mine
    return replace(
        here, name=value(here.name, before.name, after.name), phone=value(here.phone, before.phone, after.phone),
        email=value(here.email, before.email, after.email), language=after.language)
