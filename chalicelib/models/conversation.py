"""One file with one person, and its reply token."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class ConversationItem(Item, discriminator="conversation"):
    """Field for field the domain's Conversation."""

    ticket_number = Whole()
    party_id = Text()
    role = Text()
    name = Text()
    email = Text()
    token = Text()
    language = Text()
    message_ids = Json()
    last_subject = Text()
    acknowledged_at = Text(null=True)
    alerted_at = Text(null=True)
    heard_at = Json()
    spoke_at = Text(null=True)
    chased_at = Text(null=True)
    closed_at = Text(null=True)
    version = Whole()
