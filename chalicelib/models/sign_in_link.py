"""The live sign-in link of one user, hashed."""

from __future__ import annotations

from chalicelib.models.item import Item, Text, Whole


class SignInLinkItem(Item, discriminator="sign_in_link"):
    """Field for field the domain's SignInLink."""

    user_id = Text()
    token_hash = Text()
    browser_hash = Text()
    created_at = Text()
    version = Whole()
