"""What became of one mail of a ticket."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class MailTraceItem(Item, discriminator="mail_trace"):
    """Field for field the domain's MailTrace."""

    ticket_number = Whole()
    mail_id = Text()
    state = Text()
    at = Text()
    reason = Text()
    diagnostic = Text()
