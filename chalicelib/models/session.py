"""An open sign-in."""

from __future__ import annotations

from chalicelib.models.item import Item, Text


class SessionItem(Item, discriminator="session"):
    """Field for field the domain's Session."""

    secret_hash = Text()
    user_id = Text()
    name = Text()
    email = Text()
    role = Text()
    language = Text()
    opened_at = Text()
    ends_at = Text()
