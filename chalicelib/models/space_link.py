"""The link to the space of somebody who takes part in a works file."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class SpaceLinkItem(Item, discriminator="space_link"):
    """Field for field the domain's SpaceLink."""

    token_hash = Text()
    ticket_number = Whole()
    party_id = Text()
    key = Text()
    mail_id = Text()
    created_at = Text()
    version = Whole()
