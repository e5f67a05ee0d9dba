"""A comment on a document: who may make one, and who is concerned by it (S-28, S-33, U-75).

Concerned are the participants who may see the document and those who are asked to decide on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.access import may, may_see
from chalicelib.domain.author import Author
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.ticket_file import TicketFile

TEXT_LIMIT = 2000
OFFICE = ("manager", "accountant")  # roles of users who write; a reader only reads


@dataclass(frozen=True, slots=True)
class Remark:
    """`cause` makes it one of its kind: the form or the mail it came in."""

    document_id: str
    author: Author
    text: str
    cause: str


def worded(text: str) -> str:
    """The words of a comment. Raises Invalid when there are none, or too many."""
    said = text.strip()
    if not said:
        raise Invalid(Fault("text", "required"))
    if len(said) > TEXT_LIMIT:
        raise Invalid(Fault("text", "too_long"))
    return said


def may_remark(file: TicketFile, document: Document, author: Author) -> bool:
    """Somebody of the office, a participant who has a say here, or one who is or was asked to decide."""
    if author.user_id:
        return author.role in OFFICE
    if not author.party_id or document.reading == "held":
        return False
    member = next((p for p in file.participants if p.party_id == author.party_id), None)
    return (member is not None and may(member, "comment", document, file.packages)) or author.party_id in _asked(
        file, document, ended=True)


def concerned(file: TicketFile, document: Document, author: Author) -> tuple[str, ...]:
    """The ids of those who hear of a comment, but for who made it."""
    seeing = [p.party_id for p in file.participants if may_see(p, document, file.packages)]
    found = dict.fromkeys((*seeing, *_asked(file, document, ended=False)))
    return tuple(party_id for party_id in found if party_id != author.party_id)


def _asked(file: TicketFile, document: Document, *, ended: bool) -> tuple[str, ...]:
    last = file.approval(document.id)
    if last is None or not (ended or last.state == "open"):
        return ()
    return tuple(e.party_id for e in last.electors)
