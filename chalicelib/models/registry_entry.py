"""From a mail domain or a sign-in address to an agency."""

from __future__ import annotations

from chalicelib.models.item import Item, Text


class RegistryEntryItem(Item, discriminator="registry_entry"):
    """Field for field the domain's RegistryEntry."""

    purpose = Text()
    name = Text()
    agency_id = Text()
    user_id = Text()
