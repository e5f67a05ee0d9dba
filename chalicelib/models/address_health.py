"""Whether an address takes our mails."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class AddressHealthItem(Item, discriminator="address_health"):
    """Field for field the domain's AddressHealth."""

    email = Text()
    refused_since = Text(null=True)
    reason = Text()
    diagnostic = Text()
    returns = Json()
    retried_at = Text(null=True)
    retried_by = Text()
    version = Whole()
