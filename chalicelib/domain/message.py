"""One mail of a conversation, or one internal note, as the ticket page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.proposal import Proposal

Direction = Literal["in", "out", "note"]


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A piece carried by a message: its bytes lie under its SHA-256, its document under `document_id`.

    `folded`: a signature image, kept but out of sight (M-36). `held`: not served until released (M-46).
    """

    filename: str
    content_type: str
    size: int
    sha256: str
    document_id: str = ""
    folded: bool = False
    held: bool = False
    known: bool = False
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote. Long texts lie in the file store under `text_key` / `elided_key`.

    `marks` are codes of what a reader should know: unverified sender, other mailbox, spam …; `proposals`
    what the words seem to say, for a person to confirm.
    """

    ticket_number: int
    id: str
    at: datetime
    direction: Direction
    party_id: str
    who: str
    subject: str
    text: str
    role: str = ""
    email: str = ""
    kind: str = ""
    elided: str = ""
    text_key: str = ""
    html_key: str = ""
    raw_key: str = ""
    mail_id: str = ""
    attachments: tuple[AttachmentRef, ...] = ()
    marks: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
