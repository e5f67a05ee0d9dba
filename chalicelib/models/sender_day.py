"""Acknowledgements sent to one address on one day."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class SenderDayItem(Item, discriminator="sender_day"):
    """Field for field the domain's SenderDay."""

    email = Text()
    day = Text()
    acknowledgements = Whole()
    version = Whole()
