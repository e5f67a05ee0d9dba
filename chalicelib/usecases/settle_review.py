"""A person decides about a mail in « À classer »: file it here, open a ticket, or set it aside.

Nothing is parsed again: the queue kept the text and the pieces. What a person files is filed under
her name, and a sender unknown to the ticket becomes a contact of his own, never somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.document import READ_WITHIN, READABLE, Document, document_id, piece_warnings
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import InboundMail, ReceivedPiece
from chalicelib.domain.message import AttachmentRef, Message
from chalicelib.domain.party import AddressHolder, normal_email
from chalicelib.domain.ticket import TEXT_LIMIT, TITLE_LIMIT, Exchange, Ticket, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.document_kind import kind_from_name
from chalicelib.usecases.follow_merge import living_file
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.recipient import Recipient, new_contact

BY_HAND, OPENED_BY_HAND = "by_hand", "opened_by_hand"


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the ticket will know him, and the directory entries this brings."""

    party_id: str
    name: str
    role: str
    entries: Change


def file_here(office: Office, user: User, delivery_id: str, number: int, now: datetime) -> None:
    """File a waiting mail on a ticket. Twice is once. Raises NotFound, Conflict when somebody was faster."""
    kept = _kept(office, delivery_id)
    if (kept.state, kept.reason, kept.ticket_number) == ("filed", BY_HAND, number):
        return
    file = living_file(office, office.tickets.file(number))
    if file and (kept.state, kept.reason, kept.ticket_number) == ("filed", BY_HAND, file.ticket.number):
        return
    waiting = _waiting(kept)
    if file is None:
        raise NotFound("ticket")
    change = _filed(office, user, waiting, file, now, Change())
    _commit(office, waiting, change, file.ticket.number, BY_HAND)


def file_as_new(office: Office, user: User, delivery_id: str, now: datetime) -> int:
    """Open a ticket from a waiting mail; it is reported, not yet qualified. Returns its number, the same
    for a second click."""
    kept = _kept(office, delivery_id)
    if (kept.state, kept.reason) == ("filed", OPENED_BY_HAND):
        return kept.ticket_number
    waiting = _waiting(kept)
    number = office.tickets.new_number()
    title = waiting.subject.strip() or (waiting.text.strip().splitlines() or [""])[0]
    ticket = Ticket(number=number, title=title[:TITLE_LIMIT], description=waiting.text.strip()[:TEXT_LIMIT],
                    created_at=now, turn_since=now, manager_id=user.id)
    opened = TimelineEntry(number, derived(delivery_id, "opened"), now, "opened_from_mail", user.name)
    change = _filed(office, user, waiting, TicketFile(ticket), now, Change(added=(opened,)))
    born = tuple(e for e in change.changed if isinstance(e, Ticket))
    rest = tuple(e for e in change.changed if not isinstance(e, Ticket))
    _commit(office, waiting, replace(change, added=(*born, *change.added), changed=rest), number, OPENED_BY_HAND)
    return number


def set_aside(office: Office, user: User, delivery_id: str, *, spam: bool) -> None:
    """Out of the queue; the raw mail stays. Twice is once. Raises NotFound, Conflict."""
    kept = _kept(office, delivery_id)
    reason = f"{'set_aside_spam' if spam else 'set_aside'}:{user.id}"
    if (kept.state, kept.reason) != ("ignored", reason):
        _save(office, replace(_waiting(kept), state="ignored", reason=reason))


def put_back(office: Office, user: User, delivery_id: str) -> None:
    """Undo of setting aside: the mail waits again. Twice is once."""
    kept = _kept(office, delivery_id)
    if (kept.state, kept.reason) == ("review", "put_back"):
        return
    if not kept.reason.startswith("set_aside"):
        raise NotFound("mail")
    _save(office, replace(kept, state="review", reason="put_back"))


def _kept(office: Office, delivery_id: str) -> InboundMail:
    kept = office.mailbox.inbound(delivery_id)
    if kept is None:
        raise NotFound("mail")
    return kept


def _waiting(kept: InboundMail) -> InboundMail:
    if kept.state != "review":
        raise Conflict("already_settled", number=kept.ticket_number)
    return kept


def _save(office: Office, waiting: InboundMail) -> None:
    try:
        office.mailbox.save(waiting)
    except Outdated as faster:
        raise Conflict("already_settled", number=0) from faster


def _commit(office: Office, waiting: InboundMail, change: Change, number: int, reason: str) -> None:
    settled = replace(waiting, state="filed", reason=reason, ticket_number=number)
    try:
        office.books.commit(change.plus(Change(changed=(settled,))))
    except Outdated as faster:
        raise Conflict("already_settled", number=number) from faster
    pending = [(d.ticket_number, d.id) for d in change.added if isinstance(d, Document) and d.reading == "pending"]
    if pending:
        office.queues.documents(office.agency.id, pending)


def _filed(office: Office, user: User, waiting: InboundMail, file: TicketFile, now: datetime,
           change: Change) -> Change:
    person = _person(office, waiting, file)
    known = file.conversation(person.party_id)
    number = file.ticket.number
    conversation = known or Conversation(
        number, person.party_id, "contractor" if person.role == "contractor" else "other", person.name,
        waiting.from_email, office.secrets.reply_token())
    message_id = derived(waiting.delivery_id, str(number))
    refs, documents = _pieces(waiting, file, person, message_id, now)
    message = Message(
        ticket_number=number, id=message_id, at=waiting.received_at, direction="in", party_id=person.party_id,
        who=person.name, role=conversation.role, email=waiting.from_email, kind="reply",
        subject=waiting.subject, text=waiting.text, elided=waiting.elided, text_key=waiting.text_key,
        html_key=waiting.html_key, raw_key=waiting.raw_key, attachments=refs,
        marks=(*waiting.marks, "filed_by_hand"))
    entry = TimelineEntry(number, derived(message_id, "filed"), now, "filed_by_hand", user.name,
                          {"from": person.name, "subject": waiting.subject[:200]})
    ticket = heard_from(file.ticket, Exchange(person.name, "wrote", now))
    fresh = (conversation,) if known is None else ()
    return change.plus(person.entries).plus(Change(added=(message, entry, *documents, *fresh), changed=(ticket,)))


def _person(office: Office, waiting: InboundMail, file: TicketFile) -> Person:
    """Somebody of the ticket, else somebody of the directory, else a new contact."""
    email = normal_email(waiting.from_email)
    address = office.directory.address(email) if email else None
    holders: tuple[AddressHolder, ...] = address.holders if address else ()
    on_file = {c.party_id for c in file.conversations}
    chosen = next((h for h in holders if h.party_id in on_file), None) or next(iter(holders), None)
    if chosen:
        return Person(chosen.party_id, chosen.name, chosen.role, Change())
    if not email:
        nobody = derived("nobody", waiting.delivery_id)
        return Person(nobody, waiting.from_name or "?", "other", Change())
    made: Recipient = new_contact("other", email, waiting.from_name or email, address)
    return Person(made.party.id, made.party.name, "other", Change(added=made.added, changed=made.changed))


def _pieces(waiting: InboundMail, file: TicketFile, person: Person, message_id: str, now: datetime,
            ) -> tuple[tuple[AttachmentRef, ...], tuple[Document, ...]]:
    here = {d.sha256 for d in file.documents}
    refs, documents = [], []
    for piece in waiting.pieces:
        identity = document_id(file.ticket.number, piece.sha256)
        refs.append(AttachmentRef(piece.filename, piece.content_type, piece.size, piece.sha256, identity,
                                  held=waiting.held, known=piece.sha256 in here))
        if piece.sha256 not in here:
            here.add(piece.sha256)
            documents.append(_document(waiting, piece, file.ticket.number, person, message_id, now))
    return tuple(refs), tuple(documents)


def _document(waiting: InboundMail, piece: ReceivedPiece, number: int, person: Person, message_id: str,
              now: datetime) -> Document:
    kind, _ = kind_from_name(piece.filename, piece.content_type, f"{waiting.subject} {waiting.text[:2000]}")
    pending = piece.content_type in READABLE and not (waiting.held or piece.type_conflict)
    warnings = piece_warnings(type_conflict=piece.type_conflict, infected="infected" in waiting.marks)
    return Document(
        ticket_number=number, id=document_id(number, piece.sha256), kind=kind, filename=piece.filename,
        content_type=piece.content_type, size=piece.size, sha256=piece.sha256,
        received_at=waiting.received_at, party_id=person.party_id, who=person.name, message_id=message_id,
        reading="pending" if pending else "held" if waiting.held else "none",
        read_by=now + READ_WITHIN if pending else None, warnings=warnings)
