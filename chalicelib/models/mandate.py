"""The contract with the owners of a unit."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class MandateItem(Item, discriminator="mandate"):
    """Field for field the domain's Mandate."""

    id = Text()
    unit_id = Text()
    owner_ids = Json()
    starts_on = Text()
    ends_on = Text(null=True)
    ceiling_cents = Whole()
    shares = Json()
    share_base = Whole()
    urgent_clause = Text()
    urgent_ceiling_cents = Whole()
    vote_rule = Text()
    firm_ceilings = Json(null=True)
    version = Whole()
