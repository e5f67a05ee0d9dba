"""The account all mails leave through: its pace, its day, its pauses."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class SendingAccountItem(Item, discriminator="sending_account"):
    """Field for field the domain's SendingAccount."""

    per_minute = Whole()
    day_limit = Whole()
    day_used = Whole()
    leased = Whole()
    read_at = Text(null=True)
    free_at = Text(null=True)
    closed_until = Text(null=True)
    closed_by = Text()
    refusals = Whole()
    hours = Json()
    version = Whole()
