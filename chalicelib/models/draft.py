"""What a user typed and has not sent."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class DraftItem(Item, discriminator="draft"):
    """Field for field the domain's Draft."""

    ticket_number = Whole()
    user_id = Text()
    action = Text()
    fields = Json()
    document_ids = Json()
    saved_at = Text()
    version = Whole()
