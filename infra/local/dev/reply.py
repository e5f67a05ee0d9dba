"""Answering a sent mail as its recipient: a real MIME message, such as a telephone in France would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from html import escape
from zoneinfo import ZoneInfo

from . import bounce
from .forms import Upload
from .sent import Sent

PARIS = ZoneInfo("Europe/Paris")
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_AWAY = "Bonjour,\n\nJe suis absent et vous répondrai à mon retour.\n\nCordialement"


@dataclass(frozen=True)
class Answer:
    """How the recipient answers."""

    text: str = ""
    files: list[Upload] = field(default_factory=list)
    kind: str = "reply"
    sender: str = ""
    without_reply_address: bool = False
    own_id: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A message with the envelope it travels in."""

    raw: bytes
    envelope_from: str
    recipient: str


def compose(mail: Sent, answer: Answer, now: datetime) -> Outgoing:
    """The answer as it would arrive."""
    sender = answer.sender or _recipient(mail)
    target = mail.header("From")
    if answer.kind == "bounce":
        report = bounce.report(mail, _recipient(mail), now.astimezone(PARIS))
        return Outgoing(report, "", parseaddr(mail.envelope_from or target)[1])
    if not answer.without_reply_address:
        target = mail.header("Reply-To") or target
    message = _headed(mail, answer, sender, target, now)
    _fill(message, mail, answer)
    envelope = "" if answer.kind == "auto" else parseaddr(sender)[1]
    return Outgoing(message.as_bytes(policy=policy.SMTP), envelope, parseaddr(target)[1])


def attribution(mail: Sent) -> str:
    """The line above the quoted mail."""
    at = datetime.fromisoformat(mail.at).astimezone(PARIS)
    day = f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"Le {day} à {at:%H:%M}, {mail.header('From')} a écrit :"


def _recipient(mail: Sent) -> str:
    return mail.header("To") or (mail.recipients[0] if mail.recipients else "destinataire@exemple.example")


def _answered_id(mail: Sent, answer: Answer) -> str:
    """SES replaces our Message-ID on the way out, so a reader's answer names the one SES wrote."""
    return mail.header("Message-ID") if answer.own_id else mail.ses_message_id


def _headed(mail: Sent, answer: Answer, sender: str, target: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    subject, answered = mail.header("Subject"), _answered_id(mail, answer)
    prefix = "Réponse automatique : " if answer.kind == "auto" else "Re: "
    message["Subject"] = subject if subject.lower().startswith("re:") else prefix + subject
    message["From"], message["To"] = sender, target
    message["Date"] = format_datetime(now.astimezone(PARIS))
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or "exemple.example")
    message["In-Reply-To"] = answered
    message["References"] = " ".join([*mail.header("References").split(), answered])
    if answer.kind == "auto":
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
    return message


def _fill(message: EmailMessage, mail: Sent, answer: Answer) -> None:
    text = answer.text or (_AWAY if answer.kind == "auto" else "")
    if answer.kind == "auto":
        message.set_content(text + "\n")
        return
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())
    message.set_content(f"{text}\n\n{attribution(mail)}\n\n{quoted}\n")
    message.add_alternative(_html(text, mail), subtype="html")
    for file in answer.files:
        main, _, sub = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.name)


def _html(text: str, mail: Sent) -> str:
    own = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
    head = f'<div dir="ltr" class="gmail_attr">{escape(attribution(mail))}<br></div>'
    below = mail.html or f"<pre>{escape(mail.text)}</pre>"
    quoted = f'<blockquote class="gmail_quote">{below}</blockquote>'
    return f'{own}<br><div class="gmail_quote">{head}{quoted}</div>'
