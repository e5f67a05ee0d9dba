"""Who takes part in a works file without an account."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class ParticipantItem(Item, discriminator="participant"):
    """Field for field the domain's Participant."""

    ticket_number = Whole()
    party_id = Text()
    name = Text()
    email = Text()
    role = Text()
    packages = Json()
    everywhere = Flag()
    language = Text()
    key = Text(null=True)
    version = Whole()
