"""One line of history. Only ever added."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class TimelineEntryItem(Item, discriminator="timeline_entry"):
    """Field for field the domain's TimelineEntry."""

    ticket_number = Whole()
    id = Text()
    at = Text()
    what = Text()
    who = Text()
    facts = Json()
