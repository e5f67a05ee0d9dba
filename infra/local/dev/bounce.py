"""A delivery report as RFC 3464 describes it, from the server of a recipient that does not exist."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, make_msgid, parseaddr

from .sent import Sent

_REPORT = """\
Subject: Undelivered Mail Returned to Sender
From: Mail Delivery System <MAILER-DAEMON@{server}>
To: {back}
Date: {date}
Message-ID: {identifier}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Votre message n'a pas pu être remis à {to}.
L'adresse n'existe pas.

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; {server}

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--report
Content-Type: text/rfc822-headers

{headers}
--report--
"""
_RETURNED = ("From", "To", "Subject", "Date", "Reply-To")


def report(mail: Sent, recipient: str, now: datetime) -> bytes:
    """The report on one sent mail, naming the Message-ID that SES gave it."""
    to = parseaddr(recipient)[1]
    server = to.rpartition("@")[2]
    text = _REPORT.format(
        server=server,
        to=to,
        back=mail.envelope_from or mail.header("From"),
        date=format_datetime(now),
        identifier=make_msgid(domain=server),
        headers=_headers(mail),
    )
    return text.replace("\n", "\r\n").encode()


def _headers(mail: Sent) -> str:
    kept = {name: " ".join(mail.header(name).split()) for name in _RETURNED if mail.header(name)}
    kept["Message-ID"] = mail.ses_message_id
    return "".join(f"{name}: {value}\n" for name, value in kept.items())
