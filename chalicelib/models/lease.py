"""Who lives in a unit, from when to when."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class LeaseItem(Item, discriminator="lease"):
    """Field for field the domain's Lease."""

    id = Text()
    unit_id = Text()
    tenant_id = Text()
    starts_on = Text()
    ends_on = Text(null=True)
    rent_cents = Whole(null=True)
    version = Whole()
