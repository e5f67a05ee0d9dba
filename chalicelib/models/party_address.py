"""From an address to the people who use it."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class PartyAddressItem(Item, discriminator="party_address"):
    """Field for field the domain's PartyAddress."""

    email = Text()
    holders = Json()
    version = Whole()
