"""A mail on its way through the pipeline: what each stage has found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.mail import InboundMail, ReceivedPiece
from chalicelib.intake.parsed_mail import Attachment, ParsedMail
from chalicelib.intake.reply_text import ReplyText
from chalicelib.intake.screening import Screening
from chalicelib.usecases.identity import derived


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes to store before the commit that speaks of them; storing twice changes nothing."""

    key: str
    content: bytes = field(repr=False)
    content_type: str


@dataclass(frozen=True, slots=True)
class Received:
    """`key` is the logical key: the same mail under two deliveries has one (M-5 to M-7). `reported`: it is a
    delivery report that has been recorded on the mail it speaks of (M-82)."""

    delivery: InboundMail
    mail: ParsedMail
    screening: Screening
    reply: ReplyText
    now: datetime
    reported: bool = False

    @property
    def key(self) -> str:
        return derived(self.mail.message_id.lower(), self.mail.digest)

    @property
    def sender_name(self) -> str:
        shown = self.mail.from_[0] if self.mail.from_ else None
        return (shown.name or shown.email) if shown else ""

    @property
    def sender_email(self) -> str:
        shown = self.mail.from_[0] if self.mail.from_ else None
        return shown.email.lower() if shown else ""


def pieces(attachments: tuple[Attachment, ...]) -> tuple[ReceivedPiece, ...]:
    return tuple(ReceivedPiece(a.filename, a.content_type, a.size, a.sha256, a.type_conflict)
                 for a in attachments[:50])
