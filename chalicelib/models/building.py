"""Several units behind one street door."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class BuildingItem(Item, discriminator="building"):
    """Field for field the domain's Building."""

    id = Text()
    name = Text()
    address = Text()
    version = Whole()
