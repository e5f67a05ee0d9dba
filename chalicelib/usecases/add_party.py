"""A manager records a person or a firm (U-67). The same form sent twice makes one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import address_book
from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.contact_form import described
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.folding import fold
from chalicelib.domain.mail import Marker
from chalicelib.domain.party import Party, PartyAddress, PartyRole
from chalicelib.domain.typed import Typed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

MARKER = "add_party"


def add_party(office: Office, user: User, role: PartyRole, texts: Mapping[str, str], nonce: str, now: datetime) -> str:
    """The id of the person. Raises NotAllowed, Invalid with every fault, Conflict when the form was used for
    somebody else."""
    managers_only(user)
    said = derived(role, *(f"{name}={text}" for name, text in sorted(texts.items())))
    if done := done_before(office, MARKER, nonce, said):
        return done.result
    typed = Typed(texts)
    party = described(Party("", role, ""), typed)
    party = replace(party, id=party_id(party) if party.emails else derived("party", role, nonce))
    held = office.directory.held([("address", e) for e in party.emails]) if not typed.faults else {}
    addresses: dict[str, PartyAddress] = {e: held[("address", e)] for e in party.emails if ("address", e) in held}
    if _known(party, addresses):
        typed.wrong("emails", "already_known")
    if typed.faults:
        raise Invalid(*typed.faults)
    entries = address_book.entries(None, party, addresses)
    change = Change(
        added=(party, *(e for e in entries if e.email not in addresses)),
        changed=tuple(e for e in entries if e.email in addresses), marker=Marker(MARKER, nonce, said, now, party.id))
    try:
        office.books.commit(change)
    except AlreadyDone:
        stored = done_before(office, MARKER, nonce, said)
        return stored.result if stored else party.id
    except Outdated as faster:
        raise Conflict("contact_changed") from faster
    return party.id


def party_id(party: Party) -> str:
    """Follows from the first address, as that of a contact opened by a letter does. Owners and tenants may share
    one (E-L23): there the name counts too."""
    shared = (fold(party.name),) if party.role in ("owner", "tenant") else ()
    return derived("party", party.role, party.email, *shared)


def _known(party: Party, addresses: Mapping[str, PartyAddress]) -> bool:
    """Somebody of this role has one of these addresses already; a couple may share it under two names."""
    holders = [h for entry in addresses.values() for h in entry.holders if h.role == party.role]
    if party.role in ("owner", "tenant"):
        return any(fold(h.name) == fold(party.name) for h in holders)
    return bool(holders)
