"""One mail or note in the log of a file. Long texts lie in the file store."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class MessageItem(Item, discriminator="message"):
    """Field for field the domain's Message."""

    ticket_number = Whole()
    id = Text()
    at = Text()
    direction = Text()
    party_id = Text()
    who = Text()
    subject = Text()
    text = Text()
    role = Text()
    email = Text()
    kind = Text()
    elided = Text()
    text_key = Text()
    html_key = Text()
    raw_key = Text()
    mail_id = Text()
    attachments = Json()
    marks = Json()
    proposals = Json()
