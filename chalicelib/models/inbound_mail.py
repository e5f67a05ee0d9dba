"""One delivery and what became of it."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class InboundMailItem(Item, discriminator="inbound_mail"):
    """Field for field the domain's InboundMail."""

    delivery_id = Text()
    raw_key = Text()
    received_at = Text()
    recipients = Json()
    verdicts = Json()
    state = Text()
    reason = Text()
    ticket_number = Whole()
    message_id = Text()
    from_name = Text()
    from_email = Text()
    subject = Text()
    text = Text()
    elided = Text()
    text_key = Text()
    html_key = Text()
    pieces = Json()
    candidates = Json()
    marks = Json()
    spam = Flag()
    held = Flag()
    version = Whole()
