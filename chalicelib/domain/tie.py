"""What hangs on a person: the leases, mandates and works files where he appears, found from his page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.property import Lease, Mandate
from chalicelib.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Tie:
    """One person, one thing. `where` is a unit, or a ticket number written with nine digits."""

    party_id: str
    kind: Literal["lease", "mandate", "ticket"]
    where: str
    name: str = ""


def ties_of(entity: object) -> tuple[Tie, ...]:
    """The ties that follow from a thing itself; the same each time it is saved."""
    if isinstance(entity, Lease):
        return (Tie(entity.tenant_id, "lease", entity.unit_id, entity.id),)
    if isinstance(entity, Mandate):
        return tuple(Tie(owner, "mandate", entity.unit_id, entity.id) for owner in entity.owner_ids)
    return ()


def people_of(ticket: Ticket) -> tuple[str, ...]:
    """Everybody of a works file who has a page of his own."""
    contacts = tuple(c.party_id for c in (ticket.tenant, ticket.owner) if c)
    return tuple(dict.fromkeys(i for i in (*contacts, *ticket.owner_ids, *ticket.contractor_ids) if i))


def ticket_tie(ticket: Ticket, party_id: str) -> Tie:
    return Tie(party_id, "ticket", f"{ticket.number:09}")
