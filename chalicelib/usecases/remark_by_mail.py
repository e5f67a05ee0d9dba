"""An answer to a mail about a document is a comment on it, besides being a message of its conversation (S-33).

Only the person himself, verified, under an address of his own, is taken to have said it; anybody else's mail is filed
as usual and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.domain.author import Author
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation, MessageRef
from chalicelib.domain.known import Known
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.remark import TEXT_LIMIT, Remark, may_remark
from chalicelib.usecases.addressed_place import Place
from chalicelib.usecases.comment_document import TOLD_BY_MAIL, commented, tell_others
from chalicelib.usecases.ports import Office
from chalicelib.usecases.received import Received


def answered_refs(refs: Iterable[MessageRef], ids: Sequence[str]) -> tuple[MessageRef, ...]:
    """Those of the mails answered that spoke of a document, the most telling first."""
    known = {ref.message_id: ref for ref in refs if ref.document_id}
    return tuple(known[i] for i in ids if i in known)


def remark_by_mail(office: Office, received: Received, places: Sequence[Place], answered: Sequence[MessageRef],
                   known: Known) -> Change:
    """At most one comment for a mail; nothing when it answers no mail about a document of its conversation."""
    said = received.reply.own.strip()[:TEXT_LIMIT]
    if not said or received.screening.kind != "reply" or received.screening.standing != "verified":
        return Change()
    for ref in answered:
        for place in places:
            file, talk = place.file, place.conversation
            document = file.document(ref.document_id)
            if document is None or ref.party_id != talk.party_id or not _own(received, talk, known):
                continue
            remark = Remark(document.id, Author(talk.name, talk.party_id, talk.role), said, received.key)
            if may_remark(file, document, remark.author):
                return commented(office, file, document, remark, received.now, by_mail=True)
    return Change()


def tell_rest(office: Office, change: Change, now: datetime, cause: str) -> None:
    """Those of a long list of people for whom the transaction of the mail had no room."""
    for line in (e for e in change.added if isinstance(e, PaperEntry) and e.what == "comment"):
        remark = Remark(line.document_id, Author(line.who, line.party_id), str(line.facts["text"]), cause)
        tell_others(office, line.ticket_number, remark, TOLD_BY_MAIL, now)


def _own(received: Received, talk: Conversation, known: Known) -> bool:
    return received.sender_email == talk.email.lower() or talk.party_id in {h.party_id for h in known.holders}
