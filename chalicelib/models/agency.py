"""An office and its public identity."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class AgencyItem(Item, discriminator="agency"):
    """Field for field the domain's Agency."""

    id = Text()
    name = Text()
    intake_address = Text()
    phone = Text()
    language = Text()
    undo_seconds = Whole()
    signature = Text()
    opens_at = Text()
    closes_at = Text()
    pace = Json()
    touched = Json(null=True)
    version = Whole()
