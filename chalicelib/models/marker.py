"""Proof that an effect happened."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class MarkerItem(Item, discriminator="marker"):
    """Field for field the domain's Marker."""

    purpose = Text()
    key = Text()
    request_hash = Text()
    at = Text()
    result = Text()
    routes = Json()
    version = Whole()
