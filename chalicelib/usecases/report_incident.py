"""A known tenant writes to the agency: a new ticket, reported, with its conversation and a first answer."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.capacity import following
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.mail import SenderDay
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Contact, Priority, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.file_mail import file_mail
from chalicelib.usecases.identity import derived
from chalicelib.usecases.people_of_unit import PeopleOfUnit, people_of_unit
from chalicelib.usecases.ports import Office
from chalicelib.usecases.received import Received, Upload

URGENT_WORDS = ("urgent", "urgence", "inondation", "degat des eaux", "gaz", "incendie", "fuite importante", "flood")
TITLE_LENGTH = 120


def report_incident(office: Office, received: Received, party_id: str, sender_day: SenderDay | None,
                    ) -> tuple[Change, tuple[Upload, ...], tuple[Document, ...], int]:
    """The change, the bytes to store, the documents to read, the new number. Raises LookupError when
    the tenant has just been removed."""
    party = office.directory.parties(party_id)[0]
    if party is None:
        raise LookupError(party_id)
    number = office.tickets.new_number()
    ticket = _ticket(received, party, number, people_of_unit(office, party.unit_id, received.now.date()))
    conversation = Conversation(number, party.id, party.role, party.name, received.sender_email,
                                office.secrets.reply_token(), party.language)
    filing = file_mail(received, TicketFile(ticket), conversation, office.agency.id, sender_day,
                       first=True, ref_known=False)
    opened = TimelineEntry(number, derived(received.key, "reported"), received.now, "reported", party.name)
    change = filing.change
    born = tuple(e for e in change.changed if isinstance(e, Ticket | Conversation))
    rest = tuple(e for e in change.changed if e not in born)
    whole = replace(change, added=(*born, opened, *change.added), changed=rest)
    return whole, filing.uploads, filing.to_read, number


def _ticket(received: Received, party: Party, number: int, people: PeopleOfUnit | None) -> Ticket:
    """Reported, not qualified: a person still decides what it is (K-08)."""
    text = received.reply.own.strip()
    title = received.mail.subject.strip() or (text.splitlines() or [""])[0]
    contact = Contact(party.id, party.name, party.phone, received.sender_email, party.language)
    return following(Ticket(
        number=number, title=title[:TITLE_LENGTH], description=text[:4000], created_at=received.now,
        turn_since=received.now, priority=_priority(f"{title} {text}"), tenant=contact, unit_id=party.unit_id,
        place=party.place, state_since=received.now, owner=people.owner if people else None,
        owner_ids=people.owner_ids if people else (),
        ceiling_cents=people.ceiling_cents if people else 0), people.unable if people else (), received.now)


def _priority(words: str) -> Priority:
    """Words of danger raise the priority; a person may lower it again."""
    said = fold(words[:5000])
    return "urgent" if any(word in said for word in URGENT_WORDS) else "normal"
