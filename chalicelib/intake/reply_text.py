"""What the sender wrote now, apart from what was quoted and from the signature of a program (M-65)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.intake.html_text import text_of
from chalicelib.intake.parsed_mail import ParsedMail


@dataclass(frozen=True, slots=True)
class ReplyText:
    """Own words, elided quote, signature of a program."""

    own: str
    elided: str = ""
    signature: str = ""


def split(text: str) -> ReplyText:
    return ReplyText(text)


def from_mail(mail: ParsedMail) -> ReplyText:
    return split(mail.text if mail.text.strip() else text_of(mail.html))
