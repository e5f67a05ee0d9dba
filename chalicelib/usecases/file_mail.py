"""A received mail joins a conversation: what changes on its ticket. Pure: values in, a Change out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain import acknowledgement, assignment
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation, MessageRef, with_ids
from chalicelib.domain.document import Document
from chalicelib.domain.mail import OutgoingMail, SenderDay
from chalicelib.domain.message import Message
from chalicelib.domain.proposal import Proposal, makes_sense
from chalicelib.domain.ticket import Exchange, Ticket, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.meaning import meanings
from chalicelib.usecases.filed_pieces import Pieces, file_pieces
from chalicelib.usecases.identity import derived
from chalicelib.usecases.long_texts import INLINE_LIMIT, LongTexts, long_texts
from chalicelib.usecases.received import Received, Upload

HUMAN = "reply"


@dataclass(frozen=True, slots=True)
class Filing:
    """The change, the bytes to store before it, the documents to read after it."""

    change: Change
    uploads: tuple[Upload, ...]
    to_read: tuple[Document, ...]


def file_mail(received: Received, file: TicketFile, conversation: Conversation, agency_id: str,
              sender_day: SenderDay | None, *, first: bool, ref_known: bool) -> Filing:
    """`first` is false on the second conversation of one mail: it gets the message, nobody is told twice."""
    message_id = derived(received.key, str(file.ticket.number), conversation.party_id)
    found = file_pieces(received, file, agency_id, conversation.party_id, conversation.name, message_id)
    texts = long_texts(received, agency_id, message_id)
    message = _message(received, file, conversation, message_id, found, texts)
    human = received.screening.kind == HUMAN
    known = _remember(received, conversation)
    mails: tuple[OutgoingMail, ...] = ()
    day: SenderDay | None = None
    if first and human and not acknowledgement.flooded(conversation, received.now):
        mails, known, day = _mails(received, file.ticket, known, message, found.documents, sender_day)
    documents = tuple(replace(d, waiting_mails=tuple(m.id for m in mails)) for d in found.documents)
    change = Change(
        added=(message, *documents, *_entries(received, file.ticket, conversation, message, found),
               *_ref(received, conversation, ref_known), *([day] if day and sender_day is None else [])),
        changed=(known, *_ticket(received, file.ticket, conversation, human),
                 *_assignment(file, conversation, human), *([day] if day and sender_day else [])),
        mails=mails,
    )
    return Filing(change, found.uploads + texts.uploads, tuple(d for d in documents if d.reading == "pending"))


def _message(received: Received, file: TicketFile, conversation: Conversation, message_id: str, found: Pieces,
             texts: LongTexts) -> Message:
    mail = received.mail
    return Message(
        ticket_number=file.ticket.number, id=message_id, at=received.now, direction="in",
        party_id=conversation.party_id, who=conversation.name, role=conversation.role,
        email=received.sender_email, kind=received.screening.kind, subject=mail.subject,
        text=received.reply.own[:INLINE_LIMIT], elided=received.reply.elided[:INLINE_LIMIT],
        text_key=texts.text_key, html_key=texts.html_key, raw_key=received.delivery.raw_key,
        attachments=found.refs, marks=marks(received, conversation),
        proposals=_proposals(received, file, conversation),
    )


def _proposals(received: Received, file: TicketFile, conversation: Conversation) -> tuple[Proposal, ...]:
    """Only a verified sender's words are proposed as that person's; a new mailbox of his own may be kept (E-C1)."""
    if received.screening.kind != HUMAN or received.screening.standing != "verified":
        return ()
    asked = bool(file.put_to(conversation.party_id))
    role = "owner" if asked else conversation.role  # whoever decides is read as the owner he decides for
    found = meanings(received.reply.own, role, received.now.date())
    if received.sender_email != conversation.email.lower():
        found += (Proposal("address", received.sender_email, value=received.sender_email),)
    return tuple(p for p in found if makes_sense(p.kind, file.ticket, asked=asked))


def marks(received: Received, conversation: Conversation) -> tuple[str, ...]:
    """What the reader of the message should know about its sender (M-49, M-55)."""
    screening = received.screening
    other = received.sender_email != conversation.email.lower() and screening.kind == HUMAN
    found = {
        "unverified_sender": screening.standing != "verified",
        "other_mailbox": other,
        "spam": screening.spam,
        "infected": screening.infected,
        "attachments_held": screening.hold_attachments and not screening.infected,
        "truncated": "truncated" in received.mail.warnings,
    }
    return tuple(name for name, yes in found.items() if yes)


def _remember(received: Received, conversation: Conversation) -> Conversation:
    alarm = acknowledgement.just_flooded(conversation, received.now)
    heard = replace(conversation, heard_at=acknowledgement.heard(conversation, received.now),
                    alerted_at=received.now if alarm else conversation.alerted_at)
    ids = (received.mail.message_id,) if received.mail.message_id else ()
    if received.screening.kind != HUMAN:
        return heard
    return with_ids(replace(heard, spoke_at=received.now), *ids)


def _ref(received: Received, conversation: Conversation, known: bool) -> tuple[MessageRef, ...]:
    """Their id leads back here, unless the id is already somebody's: a copied id proves nothing."""
    if known or not received.mail.message_id or received.screening.standing != "verified":
        return ()
    return (MessageRef(received.mail.message_id, conversation.ticket_number, conversation.party_id,
                       received.mail.subject),)


def _ticket(received: Received, ticket: Ticket, conversation: Conversation, human: bool) -> tuple[Ticket, ...]:
    """A person's mail gives us the turn; a robot's changes nothing (M-80)."""
    if not human:
        return ()
    what = "sent_files" if received.mail.attachments else "wrote"
    return (heard_from(ticket, Exchange(conversation.name, what, received.now)),)


def _assignment(file: TicketFile, conversation: Conversation, human: bool) -> tuple[assignment.Assignment, ...]:
    asked = file.assignment(conversation.party_id)
    if not human or asked is None or asked.state != "asked":
        return ()
    return (assignment.moved(asked, "answered"),)


def _entries(received: Received, ticket: Ticket, conversation: Conversation, message: Message,
             found: Pieces) -> tuple[TimelineEntry, ...]:
    """One line per mail that is no conversation, and one per document received."""
    entries = []
    if message.kind != HUMAN and not received.reported:
        facts: dict[str, str | int] = {"subject": message.subject[:200]}
        if received.screening.absent_until:
            facts["until"] = received.screening.absent_until.isoformat()
        entries.append(_entry(received, ticket, message.kind, message.who, facts))
    if acknowledgement.just_flooded(conversation, received.now):
        entries.append(_entry(received, ticket, "too_many_mails", message.who, {}))
    entries += [_entry(received, ticket, "document_received", message.who,
                       {"filename": d.filename, "kind": d.kind, "document_id": d.id}) for d in found.documents]
    return tuple(entries)


def _entry(received: Received, ticket: Ticket, what: str, who: str, facts: dict[str, str | int]) -> TimelineEntry:
    name = str(facts.get("document_id", ""))
    return TimelineEntry(ticket.number, derived(received.key, what, name, str(ticket.number)), received.now,
                         what, who, facts)


def _mails(received: Received, ticket: Ticket, conversation: Conversation, message: Message,
           documents: tuple[Document, ...], day: SenderDay | None,
           ) -> tuple[tuple[OutgoingMail, ...], Conversation, SenderDay | None]:
    """The note to the manager, and the acknowledgement when one may leave."""
    pending = [d for d in documents if d.reading == "pending" and d.content_type == "application/pdf"]
    ready = pending[0].read_by or received.now if pending else received.now
    ids = tuple(d.id for d in documents)
    facts: dict[str, str | int] = {"message_id": message.id, "at": received.now.isoformat()}
    notice = OutgoingMail(
        id=derived(message.id, "notification"), purpose="notification", template="notification",
        language="fr", to_email="",  # the manager's address and language are read when it leaves
        created_at=received.now, not_before=ready, ticket_number=ticket.number, document_ids=ids, facts=facts)
    allowed = received.screening.may_acknowledge and ticket.is_open
    if not allowed or not acknowledgement.allowed(conversation, day, received.now):
        return (notice,), conversation, None
    answer = OutgoingMail(
        id=derived(message.id, "acknowledgement"), purpose="acknowledgement", template="acknowledgement",
        language=conversation.language, to_email=received.sender_email, to_name=conversation.name,
        party_id=conversation.party_id, in_reply_to=received.mail.message_id,
        references=conversation.message_ids, created_at=received.now, not_before=ready,
        ticket_number=ticket.number, document_ids=ids, facts=facts)
    counted = day or SenderDay(received.sender_email, received.now.date().isoformat())
    counted = replace(counted, acknowledgements=counted.acknowledgements + 1)
    return (notice, answer), replace(conversation, acknowledged_at=received.now), counted
