"""Everything of a ticket but its log: what one decision needs, read in one request."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.access_link import Draft
from chalicelib.domain.approval import Approval
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.delivery import MailTrace
from chalicelib.domain.document import Document
from chalicelib.domain.message import Message
from chalicelib.domain.reminder import Reminder, Watch
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.work_package import Participant, WorkPackage


@dataclass(frozen=True, slots=True)
class TicketFile:
    """The head of a works file and what hangs on it."""

    ticket: Ticket
    conversations: tuple[Conversation, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    documents: tuple[Document, ...] = ()
    drafts: tuple[Draft, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    watch: Watch | None = None
    traces: tuple[MailTrace, ...] = ()
    approvals: tuple[Approval, ...] = ()
    packages: tuple[WorkPackage, ...] = ()
    participants: tuple[Participant, ...] = ()

    def conversation(self, party_id: str) -> Conversation | None:
        return next((c for c in self.conversations if c.party_id == party_id), None)

    def assignment(self, party_id: str) -> Assignment | None:
        return next((a for a in self.assignments if a.party_id == party_id), None)

    def trace(self, mail_id: str) -> MailTrace | None:
        """What became of a mail; nothing while it waits to leave."""
        return next((t for t in self.traces if t.mail_id == mail_id), None)

    def document(self, document_id: str) -> Document | None:
        return next((d for d in self.documents if d.id == document_id), None)

    def approval(self, document_id: str) -> Approval | None:
        """The last round of a document, whatever became of it."""
        rounds = [a for a in self.approvals if a.document_id == document_id]
        return max(rounds, key=lambda a: a.round, default=None)

    def put_to(self, party_id: str) -> tuple[Document, ...]:
        """What this person is asked to decide on now, in the order it was put to him."""
        rounds = sorted((a for a in self.approvals if a.state == "open" and a.elector(party_id)),
                        key=lambda a: a.opened_at)
        found = (self.document(a.document_id) for a in rounds)
        return tuple(d for d in found if d and d.status == "in_approval" and not d.superseded_by)

    def with_document(self, changed: Document) -> tuple[Document, ...]:
        """All documents of the file, this one as it will be."""
        return (*(d for d in self.documents if d.id != changed.id), changed)

    def sealed(self, message: Message) -> bool:
        """The mail as it arrived holds its pieces: it is not handed out while one of them is withheld (M-46)."""
        if "infected" in message.marks:
            return True
        pieces = (self.document(ref.document_id) for ref in message.attachments if ref.document_id)
        return message.direction == "in" and any(d.reading == "held" for d in pieces if d)

    def serves(self, document_id: str) -> bool:
        """Whether a piece may be opened now; what was withheld may have been released since it arrived."""
        found = self.document(document_id)
        return found is not None and found.reading != "held"

    def draft(self, user_id: str, action: str) -> Draft | None:
        return next((d for d in self.drafts if (d.user_id, d.action) == (user_id, action)), None)
