"""One round of votes on one version of a document."""

from __future__ import annotations

from chalicelib.models.item import Flag, Item, Json, Text, Whole


class ApprovalItem(Item, discriminator="approval"):
    """Field for field the domain's Approval."""

    ticket_number = Whole()
    document_id = Text()
    round = Whole()
    rule = Text()
    electors = Json()
    sha256 = Text()
    edition = Whole()
    amount_cents = Whole(null=True)
    opened_at = Text()
    votes = Json()
    directives = Json()
    state = Text()
    outcome = Text()
    reason = Text()
    ended_at = Text(null=True)
    ended_by = Text()
    cooling_until = Text(null=True)
    deadline_at = Text(null=True)
    asked = Json()
    words = Json(null=True)
    deadline_passed = Flag(null=True)
    version = Whole()
