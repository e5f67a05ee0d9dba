"""One firm asked on one file."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class AssignmentItem(Item, discriminator="assignment"):
    """Field for field the domain's Assignment."""

    ticket_number = Whole()
    party_id = Text()
    name = Text()
    asked_at = Text()
    mode = Text()
    state = Text()
    visit_on = Text(null=True)
    ceiling_cents = Whole(null=True)
    retained_document = Text()
    reason = Text()
    ordered_at = Text(null=True)
    chased_at = Text(null=True)
    version = Whole()
