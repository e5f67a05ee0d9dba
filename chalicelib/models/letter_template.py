"""The agency's own wording of a letter."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class LetterTemplateItem(Item, discriminator="letter_template"):
    """Field for field the domain's LetterTemplate."""

    key = Text()
    language = Text()
    subject = Text()
    body = Text()
    who = Text()
    at = Text()
    version = Whole()
