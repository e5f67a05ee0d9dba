"""Writes the demo agency into the table through the product's own stores, once."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

from chalicelib import bootstrap
from chalicelib.domain.agency import RegistryEntry
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.party import AddressHolder, Party, PartyAddress
from chalicelib.settings import settings
from chalicelib.stores.commit import Books
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from infra.seed import cast

INCIDENTS = (
    ("Chauffe-eau en panne", "Plus d’eau chaude depuis mardi matin, le voyant clignote.", "voltaire12", "high"),
    ("Volet roulant bloqué, chambre", "Le volet de la chambre ne remonte plus, moteur silencieux.", "parc1", "normal"),
    ("Infiltration plafond salle de bain", "Auréole qui s’agrandit au plafond, gouttes par temps de pluie.", "denis7",
     "urgent"),
    ("Serrure de la porte d’entrée à remplacer", "La clé tourne dans le vide une fois sur deux.", "carnot2", "normal"),
)


def seed() -> None:
    """The agency, its people and a few open tickets. A second run changes nothing. UNDO_SECONDS is how long the
    demo holds a mail back."""
    books = Books(bootstrap.table(), cast.AGENCY_ID)
    agency = replace(cast.AGENCY, undo_seconds=int(os.environ.get("UNDO_SECONDS", "20")))
    if _commit(books, Change(added=(agency, *_entries(), cast.CLAIRE, cast.KARIM))):
        for party in (*cast.OWNERS, *cast.TENANTS, *cast.CONTRACTORS):
            _commit(books, Change(added=(party, *_addresses(party))))
        _commit(books, Change(added=(*cast.BUILDINGS, *cast.UNITS, *cast.LEASES, *cast.MANDATES)))
    _open_tickets()


def _entries() -> tuple[RegistryEntry, ...]:
    users = tuple(RegistryEntry("login", u.email, cast.AGENCY_ID, u.id) for u in (cast.CLAIRE, cast.KARIM))
    domain = settings().inbound_domain
    return (RegistryEntry("domain", domain, cast.AGENCY_ID), RegistryEntry("all", "", cast.AGENCY_ID), *users)


def _addresses(party: Party) -> tuple[PartyAddress, ...]:
    holder = AddressHolder(party.id, party.role, party.name)
    return tuple(PartyAddress(email, (holder,)) for email in party.emails)


def _open_tickets() -> None:
    """Through the use case a manager uses, so that the demo is what the product makes."""
    office = bootstrap.office(cast.AGENCY_ID)
    for hours, (title, text, unit, priority) in enumerate(INCIDENTS, start=3):
        form = NewTicket(f"seed-{unit}", title, text, unit, priority)
        open_ticket(office, cast.CLAIRE, form, bootstrap.clock() - timedelta(hours=hours * 5))


def _commit(books: Books, change: Change) -> bool:
    try:
        books.commit(change)
    except Outdated:
        return False
    return True
