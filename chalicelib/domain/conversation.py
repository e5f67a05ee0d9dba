"""A conversation is one file with one person: its own reply address, never shared (D-4, M-51).

The token is 128 random bits and more, kept on the conversation, compared in constant time. A ticket
number alone opens nothing.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import Language
from chalicelib.domain.party import PartyRole

KEPT_IDS = 20
CLOSED = "conversation_closed"  # why a mail waits for a person, and why a link was revoked
_LOCAL_PART = re.compile(r"t-(\d{1,12})\+([a-z2-7]{26})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What binds a correspondent to a file. `message_ids` are the last ones, ours, theirs and SES's,
    without their angle brackets. `spoke_at`: when the person, not a robot, last wrote; `chased_at`: when a
    manager last asked by hand, which starts the clock of the reminders again (D-32). `closed_at`: it was begun with the
    wrong person and its reply address files nothing any more (E-M24)."""

    ticket_number: int
    party_id: str
    role: PartyRole
    name: str
    email: str
    token: str
    language: Language = "fr"
    message_ids: tuple[str, ...] = ()
    last_subject: str = ""
    acknowledged_at: datetime | None = None
    alerted_at: datetime | None = None
    heard_at: tuple[datetime, ...] = ()
    spoke_at: datetime | None = None
    chased_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """What a reply address claims; the claim holds only if the token is the conversation's."""

    ticket_number: int
    token: str


def reply_address(conversation: Conversation, domain: str) -> str:
    return f"t-{conversation.ticket_number}+{conversation.token}@{domain}"


def read_reply_address(address: str, domain: str) -> ReplyAddress | None:
    """The claim made by an address of ours, or None when it is no reply address of this domain."""
    local, _, host = address.strip().strip("<>").rpartition("@")
    found = _LOCAL_PART.fullmatch(local)
    if not found or host.lower() != domain.lower():
        return None
    return ReplyAddress(int(found.group(1)), found.group(2).lower())


def holds(conversation: Conversation, claim: ReplyAddress) -> bool:
    return hmac.compare_digest(conversation.token.encode(), claim.token.encode())


def with_ids(conversation: Conversation, *message_ids: str) -> Conversation:
    """Remember message ids, newest last, without doubles, the last KEPT_IDS only."""
    kept = [i for i in conversation.message_ids if i not in message_ids]
    return replace(conversation, message_ids=tuple([*kept, *(i for i in message_ids if i)][-KEPT_IDS:]))


@dataclass(frozen=True, slots=True)
class MessageRef:
    """The entry that leads from a message id, ours or SES's or theirs, to its conversation (M-54), to the mail of
    ours that carried it, and to the document that mail spoke of: an answer is said there too."""

    message_id: str
    ticket_number: int
    party_id: str
    subject: str = ""
    mail_id: str = ""
    document_id: str = ""
