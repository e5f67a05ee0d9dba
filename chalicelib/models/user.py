"""Somebody who signs in."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class UserItem(Item, discriminator="user"):
    """Field for field the domain's User."""

    id = Text()
    agency_id = Text()
    name = Text()
    email = Text()
    role = Text()
    language = Text()
    active = Flag()
    views = Json()
    sessions_from = Text(null=True)
    touched = Json(null=True)
    version = Whole()
