"""From a message id to its conversation."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class MessageRefItem(Item, discriminator="message_ref"):
    """Field for field the domain's MessageRef."""

    message_id = Text()
    ticket_number = Whole()
    party_id = Text()
    subject = Text()
    mail_id = Text()
    document_id = Text(null=True)
