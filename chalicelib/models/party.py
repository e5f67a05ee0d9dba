"""A correspondent outside the office."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class PartyItem(Item, discriminator="party"):
    """Field for field the domain's Party."""

    id = Text()
    role = Text()
    name = Text()
    emails = Json()
    phone = Text()
    language = Text()
    trades = Json()
    one_shot = Flag()
    unit_id = Text()
    place = Text()
    unconfirmed = Json()
    siret = Text()
    insurance_until = Text(null=True)
    urssaf_until = Text(null=True)
    reference = Text()
    capacity = Json(null=True)
    version = Whole()
