"""A dwelling or premises."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class UnitItem(Item, discriminator="unit"):
    """Field for field the domain's Unit."""

    id = Text()
    label = Text()
    address = Text()
    building_id = Text()
    reference = Text()
    version = Whole()
