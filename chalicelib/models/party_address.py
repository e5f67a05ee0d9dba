"""From an address to a person."""

from __future__ import annotations

from chalicelib.models.item import Item, Text


class PartyAddressItem(Item, discriminator="party_address"):
    """Field for field the domain's PartyAddress."""

    email = Text()
    party_id = Text()
    role = Text()
    name = Text()
