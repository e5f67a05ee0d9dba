"""One line of the history of a document."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class PaperEntryItem(Item, discriminator="paper_entry"):
    """Field for field the domain's PaperEntry."""

    ticket_number = Whole()
    document_id = Text()
    sequence = Whole()
    at = Text()
    what = Text()
    who = Text()
    party_id = Text()
    facts = Json()
    previous = Text()
    hash = Text()
