"""A reply quotes the mail it answers, and with it the personal link of its reader: what we show does not (W-3, W-4)."""

from __future__ import annotations

import re
from dataclasses import replace

from chalicelib.intake.parsed_mail import ParsedMail

HIDDEN = "lien-personnel"
_LINK = re.compile(r"(/(?:accord|espace)/)[a-z0-9-]{1,60}\.[A-Za-z0-9_-]{20,60}")


def without_links(mail: ParsedMail) -> ParsedMail:
    """The mail as it is read and kept for people; the raw one stays what it was."""
    text, html = (_LINK.sub(rf"\1{HIDDEN}", part) for part in (mail.text, mail.html))
    return mail if (text, html) == (mail.text, mail.html) else replace(mail, text=text, html=html)
