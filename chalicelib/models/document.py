"""A filed document and what was read on it."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class DocumentItem(Item, discriminator="document"):
    """Field for field the domain's Document."""

    ticket_number = Whole()
    id = Text()
    kind = Text()
    filename = Text()
    content_type = Text()
    size = Whole()
    sha256 = Text()
    received_at = Text()
    party_id = Text()
    who = Text()
    message_id = Text()
    status = Text()
    edition = Whole()
    replaces = Text()
    reading = Text()
    source = Text()
    figures = Json()
    warnings = Json()
    pages = Whole()
    preview_key = Text()
    waiting_mails = Json()
    read_by = Text(null=True)
    information = Text(null=True)
    packages = Json(null=True)
    parts = Json(null=True)
    superseded_by = Text(null=True)
    in_force = Flag(null=True)
    made_here = Flag(null=True)
    over_invoiced = Flag(null=True)
    kind_by = Text(null=True)
    firm = Text(null=True)
    firm_id = Text(null=True)
    entries = Whole(null=True)
    chain = Text(null=True)
    version = Whole()
