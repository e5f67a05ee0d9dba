"""What a raw mail says, once decoded: the shape every later stage reads.

Plain values only, so that parsing twice gives equal objects. Addresses are lower-cased in their
domain only; header names are lower-cased; sizes are bytes of the decoded content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox. `email` is empty when the header held no address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One piece carried by a mail, whatever its disposition.

    `part` is the position in the tree ("1.2"); `content_type` comes from the first bytes when they
    tell, else from the declaration; `children` are the pieces inside a nested mail or winmail.dat.
    """

    part: str
    filename: str
    original_name: str
    content_type: str
    declared_type: str
    type_conflict: bool
    size: int
    sha256: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False
    children: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipientReport:
    """What a delivery report says about one recipient: action and RFC 3463 status."""

    email: str
    action: str
    status: str


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A delivery status notification and what is known of the mail it speaks of."""

    recipients: tuple[RecipientReport, ...]
    original_message_id: str = ""
    original_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A decoded mail. `sender` is None unless exactly one plain From address identifies it."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_: tuple[Address, ...]
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    raw_subject: str
    date: datetime | None
    stated_date: str
    headers: Mapping[str, tuple[str, ...]]
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    digest: str
    report: DeliveryReport | None = None
    is_receipt: bool = False
    warnings: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The topmost occurrence of a header, or an empty string."""
        values = self.headers.get(name.lower(), ())
        return values[0] if values else ""
