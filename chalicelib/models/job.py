"""A long piece of work and how far it is."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class JobItem(Item, discriminator="job"):
    """Field for field the domain's Job."""

    id = Text()
    kind = Text()
    user_id = Text()
    who = Text()
    created_at = Text()
    state = Text()
    filename = Text()
    source = Text()
    total = Whole()
    parts = Whole()
    part = Whole()
    checked = Json()
    applied = Json()
    faults = Json()
    reason = Text()
    facts = Json()
    due_at = Text(null=True)
    version = Whole()
