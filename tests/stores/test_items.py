"""Every item mirrors its entity field for field, and no field takes the place of a key or of the expiry."""

from __future__ import annotations

from dataclasses import fields

import pytest

from chalicelib.models.item import Item
from chalicelib.stores.shelves import SHELVES

OWN = set(Item.get_attributes())


@pytest.mark.parametrize("entity", SHELVES, ids=lambda entity: entity.__name__)
def test_an_item_holds_what_its_entity_holds(entity: type) -> None:
    named = {each.name for each in fields(entity)}
    assert not named & OWN
    assert set(SHELVES[entity].item.get_attributes()) - OWN == named
