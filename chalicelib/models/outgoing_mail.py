"""A mail queued, leaving or gone."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class OutgoingMailItem(Item, discriminator="outgoing_mail"):
    """Field for field the domain's OutgoingMail."""

    id = Text()
    purpose = Text()
    template = Text()
    language = Text()
    to_email = Text()
    created_at = Text()
    not_before = Text()
    to_name = Text()
    from_name = Text()
    subject = Text()
    text = Text()
    ticket_number = Whole()
    party_id = Text()
    document_ids = Json()
    facts = Json()
    message_id = Text()
    in_reply_to = Text()
    references = Json()
    state = Text()
    attempts = Whole()
    lease_until = Text(null=True)
    ses_id = Text()
    sent_at = Text(null=True)
    double = Flag()
    failure = Text()
    delivery = Text()
    delivery_at = Text(null=True)
    delivered_at = Text(null=True)
    reason = Text()
    diagnostic = Text()
    undo = Json(null=True)
    version = Whole()
