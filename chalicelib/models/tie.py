"""From a person to a lease, a mandate or a works file."""

from __future__ import annotations

from chalicelib.models.item import Item, Text


class TieItem(Item, discriminator="tie"):
    """Field for field the domain's Tie."""

    party_id = Text()
    kind = Text()
    where = Text()
    name = Text()
