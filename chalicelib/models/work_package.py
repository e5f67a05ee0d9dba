"""A trade package of a works file."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class WorkPackageItem(Item, discriminator="work_package"):
    """Field for field the domain's WorkPackage."""

    ticket_number = Whole()
    id = Text()
    name = Text()
    position = Whole()
    contractor_id = Text()
    contractor = Text()
    contract_cents = Whole(null=True)
    version = Whole()
