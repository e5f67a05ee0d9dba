"""One person: how to reach him, what he has with us, and his works files (U-67)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chalicelib.domain.party import CertificateState, Party, certificate
from chalicelib.domain.property import Lease, Mandate, Unit
from chalicelib.domain.ticket import Ticket, stage
from chalicelib.usecases.ports import Office, Ref

TICKETS = 50


@dataclass(frozen=True, slots=True)
class Home:
    """A unit the person rents or owns, and how."""

    unit: Unit
    lease: Lease | None = None
    mandate: Mandate | None = None
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class PartyPage:
    """`files` are works files with the code of their stage, open ones first; `more` says that older exist."""

    party: Party
    homes: tuple[Home, ...]
    files: tuple[tuple[Ticket, str], ...]
    more: bool
    insurance: CertificateState
    urssaf: CertificateState


def party_page(office: Office, party_id: str, today: date) -> PartyPage | None:
    """Two requests, or None when there is no such person."""
    found = office.directory.person(party_id)
    if found is None:
        return None
    party, ties = found
    numbers = sorted({int(tie.where) for tie in ties if tie.kind == "ticket"}, reverse=True)
    contracts: list[Ref] = [(tie.kind, tie.where, tie.name) for tie in ties if tie.kind != "ticket"]
    held = office.directory.held([
        *contracts, *(("unit", ref[1]) for ref in contracts), *(("ticket", str(n)) for n in numbers[:TICKETS])])
    homes = []
    for ref in contracts:
        unit, contract = held.get(("unit", ref[1])), held.get(ref)
        if unit and isinstance(contract, Lease) and contract.tenant_id == party.id:
            homes.append(Home(unit, lease=contract))
        if unit and isinstance(contract, Mandate) and party.id in contract.owner_ids:
            homes.append(Home(unit, mandate=contract, share=contract.share(party.id)))
    tickets = [held[ref] for n in numbers[:TICKETS] if (ref := ("ticket", str(n))) in held]
    tickets.sort(key=lambda t: not t.is_open)
    return PartyPage(
        party, tuple(homes), tuple((t, stage(t)) for t in tickets), len(numbers) > TICKETS,
        certificate(party.insurance_until, today), certificate(party.urssaf_until, today))
