"""Who of a works file a letter goes to when the file itself says so: every owner, every tenant who reported it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.greeting import greeted
from chalicelib.domain.menu import Audience
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.domain.ticket_file import TicketFile

AT_MOST = 15  # each letter is five writes of one transaction


def main_contact(ticket: Ticket, audience: Audience) -> Contact | None:
    """The one whose name the pre-filled text bears, or None when the manager chooses."""
    return {"tenant": ticket.tenant, "owner": ticket.owner}.get(audience)


def addressees(file: TicketFile, audience: Audience) -> tuple[str, ...]:
    """Ids of all of them, the main one first; empty when the manager chooses. Tenants whose report was united with
    this file have a conversation here (E-M1)."""
    contact = main_contact(file.ticket, audience)
    if contact is None:
        return ()
    others = file.ticket.owner_ids if audience == "owner" else tuple(
        c.party_id for c in file.conversations if c.role == "tenant")
    return tuple(dict.fromkeys(i for i in (contact.party_id, *others) if i))


def in_place_of(ticket: Ticket, audience: Audience, contact: Contact) -> Ticket:
    """The ticket as a text for this one of them sees it."""
    if audience == "owner":
        return replace(ticket, owner=contact)
    return replace(ticket, tenant=contact)


def renamed(body: str, shown: str, name: str) -> str:
    """A text that the manager rewrote, greeting another person: only the first line may name him, whole
    or as he is greeted."""
    greeting, end, rest = body.partition("\n")
    if not shown or shown in greeting:
        return (greeting.replace(shown, name) if shown else greeting) + end + rest
    return greeting.replace(greeted(shown), greeted(name)) + end + rest
