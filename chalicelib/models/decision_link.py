"""The link by which a decider sees and answers, under the hash of its token."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class DecisionLinkItem(Item, discriminator="decision_link"):
    """Field for field the domain's DecisionLink."""

    token_hash = Text()
    ticket_number = Whole()
    party_id = Text()
    name = Text()
    email = Text()
    language = Text()
    bound = Json()
    mail_id = Text()
    created_at = Text()
    ends_at = Text()
    delegate = Text()
    delegated_to = Text()
    delegated_at = Text(null=True)
    delegate_link = Text()
    code_hash = Text()
    code_at = Text(null=True)
    code_tries = Whole()
    locked = Flag()
    revoked = Text()
    version = Whole()
