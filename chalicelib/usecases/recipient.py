"""Who a letter goes to: a recorded person, everybody of the ticket it concerns, or a new address typed by the manager.

A typed address that the directory knows is that person; an unknown one becomes a one-shot contact
with nothing but its address (D-30). A mail never leaves for an address nobody chose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.address_health import refuses
from chalicelib.domain.addressees import AT_MOST, addressees, main_contact
from chalicelib.domain.agency import Language
from chalicelib.domain.errors import Fault
from chalicelib.domain.letter import Letter
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.party import AddressHolder, Party, PartyAddress, PartyRole, lapsed, normal_email
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

NEW_WORK = ("ask_contractor", "order")  # effects that give a firm something to do


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person, the address written to, and the directory entries this brings."""

    party: Party
    email: str
    added: tuple[object, ...] = ()
    changed: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Those who get the letter, each his own; and those it concerns who have no address at all."""

    found: tuple[Recipient, ...]
    unreachable: tuple[Party, ...] = ()


def find_recipients(office: Office, file: TicketFile, action: MenuAction, letter: Letter, now: datetime,
                    faults: list[Fault]) -> Recipients:
    """Everybody the letter goes to, or nobody after adding the reasons to `faults`."""
    ids = addressees(file, action.audience)
    if len(ids) > 1:
        return _several(office, ids, action, letter, faults)
    found = find_recipient(office, file, action, letter, faults)
    if found and left_aside(found.party, action):
        faults.append(Fault("recipient", "no_capacity"))
        return Recipients(())
    if found and needs_reason(action, found.party, now.date()) and not letter.reason.strip():
        faults.append(Fault("reason", "certificate_lapsed"))
    return Recipients((found,) if found else ())


def left_aside(party: Party, action: MenuAction) -> bool:
    """A letter about a decision does not go to an owner who cannot decide himself (E-L12)."""
    return action.effect == "submit_quote" and not party.can_decide


def needs_reason(action: MenuAction, party: Party, today: date) -> bool:
    """A new mission or an order to a firm whose certificate has expired is given with a reason (E-C26)."""
    return action.effect in NEW_WORK and bool(lapsed(party, today))


def _several(office: Office, ids: tuple[str, ...], action: MenuAction, letter: Letter,
             faults: list[Fault]) -> Recipients:
    """Owners of one unit, tenants of one incident: those who are ticked, at least one (D-9). Who cannot decide gets
    no letter that asks him to (E-L12)."""
    people = [p for p in office.directory.parties(*ids) if p]
    reachable = [p for p in people if p.email and not left_aside(p, action)]
    chosen = [p for p in reachable if letter.to is None or p.id in letter.to]
    emails = dict.fromkeys(p.email for p in chosen)  # a couple may share one
    health = office.mailbox.health(*emails) if emails else []
    if not chosen:
        faults.append(Fault("to", "choose_one" if reachable else "no_capacity"))
    elif len(chosen) > AT_MOST:
        faults.append(Fault("to", "too_many_people"))
    elif any(refuses(each, "manual") for each in health):
        faults.append(Fault("to", "address_refused"))
    return Recipients(tuple(Recipient(p, p.email) for p in chosen), tuple(p for p in people if not p.email))


def find_recipient(office: Office, file: TicketFile, action: MenuAction, letter: Letter,
                   faults: list[Fault]) -> Recipient | None:
    """The recipient, or None after adding the reason to `faults`. An address that refuses our mails is one (M-83)."""
    found = _found(office, file, action, letter, faults)
    if found and refuses(office.mailbox.health(found.email)[0], "manual"):
        faults.append(Fault("email" if letter.email and not letter.party_id else "recipient", "address_refused"))
        return None
    return found


def _found(office: Office, file: TicketFile, action: MenuAction, letter: Letter,
           faults: list[Fault]) -> Recipient | None:
    party_id = _recorded(file, action, letter)
    if party_id:
        party = office.directory.parties(party_id)[0]
        if party is None or not party.email or not _fits(party, action):
            faults.append(Fault("recipient", "no_address"))
            return None
        return Recipient(party, party.email)
    if any(f.field in ("recipient", "email") for f in faults):
        return None
    return _typed(office, action, letter)


def _recorded(file: TicketFile, action: MenuAction, letter: Letter) -> str:
    """Tenant and owner come from the file; the others from the form."""
    contact = main_contact(file.ticket, action.audience)
    return contact.party_id if contact else letter.party_id


def _fits(party: Party, action: MenuAction) -> bool:
    return action.audience in (party.role, "other")


def _typed(office: Office, action: MenuAction, letter: Letter) -> Recipient:
    email = normal_email(letter.email)
    address = office.directory.address(email)
    role: PartyRole = "contractor" if action.audience == "contractor" else "other"
    holder = next((h for h in address.holders if h.role == role), None) if address else None
    if holder:
        party = office.directory.parties(holder.party_id)[0]
        if party:
            return Recipient(party, email)
    return new_contact(role, email, letter.name.strip() or email, address, letter.language)


def new_contact(role: PartyRole, email: str, name: str, address: PartyAddress | None,
                language: Language = "fr") -> Recipient:
    """A one-shot contact. Its id follows from its address, so that two clicks make one person."""
    party = Party(derived("party", role, email), role, name[:200], (email,), language=language, one_shot=True)
    holder = AddressHolder(party.id, role, party.name)
    if address is None:
        return Recipient(party, email, (party, PartyAddress(email, (holder,))))
    widened = replace(address, holders=(*address.holders, holder))
    return Recipient(party, email, (party,), (widened,))
