"""The head of a works file. People and the last exchange are small JSON objects."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class TicketItem(Item, discriminator="ticket"):
    """Field for field the domain's Ticket."""

    number = Whole()
    title = Text()
    description = Text()
    created_at = Text()
    turn_since = Text()
    state = Text()
    priority = Text()
    unit_id = Text()
    place = Text()
    tenant = Json(null=True)
    owner = Json(null=True)
    owner_ids = Json()
    contractor_ids = Json()
    manager_id = Text()
    quotes = Whole()
    invoices = Whole()
    quoted_cents = Whole(null=True)
    quote = Text()
    chosen_quote = Text()
    ceiling_cents = Whole()
    ordered_at = Text(null=True)
    order_leaves_at = Text(null=True)
    answer_due = Flag()
    unread = Flag()
    last_exchange = Json(null=True)
    amount_cents = Whole(null=True)
    starts_on = Text(null=True)
    ends_on = Text(null=True)
    state_since = Text(null=True)
    site = Json(null=True)
    photos = Whole()
    keys = Text()
    tasks = Json()
    snoozed_until = Text(null=True)
    snooze_reason = Text()
    muted = Json()
    waived = Json()
    counted = Json()
    linked = Json()
    figured = Flag(null=True)
    merged_into = Whole()
    tenant_impact = Text(null=True)
    risk = Text(null=True)
    version = Whole()
