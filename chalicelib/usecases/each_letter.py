"""One letter to several people of a file: each gets a mail of his own, in his conversation, under his name (D-9).

Nobody's address is in another's mail. The text as it was pre-filled is written again for each in his language; a
text that the manager changed leaves as it is, but for the name in its greeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.addressees import in_place_of, main_contact, renamed
from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.contact_follow import contact_of
from chalicelib.domain.document import Document
from chalicelib.domain.letter import Letter
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Ticket, alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.ports import Office
from chalicelib.usecases.prefill import About, prefilled
from chalicelib.usecases.recipient import Recipient


@dataclass(frozen=True, slots=True)
class Posting:
    """What is sent: the letter as typed, what goes along, and the id of its first mail."""

    action: MenuAction
    letter: Letter
    documents: tuple[Document, ...]
    mail_id: str


def each_letter(office: Office, user: User, file: TicketFile, posting: Posting, recipients: Sequence[Recipient],
                now: datetime) -> Change:
    """A mail, its message, its conversation and a line of history for each, the first under `mail_id`."""
    whole = Change()
    for position, recipient in enumerate(recipients):
        mail_id = derived(posting.mail_id, recipient.party.id) if position else posting.mail_id
        wording = _wording(office, user, file, posting, recipient.party, now)
        sent = letter_out(office, user, file, recipient.party, recipient.email, wording, mail_id, now)
        entry = TimelineEntry(file.ticket.number, derived(mail_id, "sent"), now, posting.action.key, user.name,
                              {"to": recipient.party.name, "email": recipient.email, "mail_id": mail_id})
        whole = whole.plus(Change(added=(*sent.added, entry, *recipient.added),
                                  changed=(*sent.changed, *recipient.changed), mails=(sent.mail,)))
    return whole


def _wording(office: Office, user: User, file: TicketFile, posting: Posting, party: Party,
             now: datetime) -> Wording:
    action, letter = posting.action, posting.letter
    shown = main_contact(file.ticket, action.audience)
    if shown is None or shown.party_id in ("", party.id):
        return Wording(action.key, letter.subject, letter.body, posting.documents)
    if not letter.as_offered:
        return Wording(action.key, letter.subject, renamed(letter.body, shown.name, party.name), posting.documents)
    known = file.conversation(party.id)
    seen = replace(file, ticket=in_place_of(file.ticket, action.audience, contact_of(party)))
    quote = next((d for d in posting.documents if d.kind == "quote" and d.gross_cents is not None), None)
    about = About(quote=quote if "quote" in action.attaches else None, today=paris_day(now))
    text = prefilled(office, user, seen, action, known.language if known else party.language, about)
    return Wording(action.key, text.subject, text.text, posting.documents)


def with_unreachable(ticket: Ticket, people: Sequence[Party], mail_id: str, now: datetime) -> tuple[Ticket, Change]:
    """Owners without an address are somebody's task: the letter did not reach them (E-L8)."""
    if not people or not ticket.is_open:
        return ticket, Change()
    entry = TimelineEntry(ticket.number, derived(mail_id, "unreachable"), now, "task_owner_unreachable", "",
                          {"to": ", ".join(p.name for p in people)})
    return alerted(ticket, now, "owner_unreachable"), Change(added=(entry,))
