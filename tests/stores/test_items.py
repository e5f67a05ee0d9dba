"""Every item mirrors its entity field for field, and no field takes the place of a key or of the expiry."""

from __future__ import annotations

from dataclasses import fields

import pytest

from chalicelib.models.item import Flag, Item, Json, Text, Whole
from chalicelib.stores import records
from chalicelib.stores.shelves import SHELVES

OWN = set(Item.get_attributes())


@pytest.mark.parametrize("entity", SHELVES, ids=lambda entity: entity.__name__)
def test_an_item_holds_what_its_entity_holds(entity: type) -> None:
    named = {each.name for each in fields(entity)}
    assert not named & OWN
    assert set(SHELVES[entity].item.get_attributes()) - OWN == named


SAMPLES = {Text: "été", Whole: 42, Json: {"a": ["é", 1, None]}, Flag: True}


@pytest.mark.parametrize("entity", SHELVES, ids=lambda entity: entity.__name__)
def test_what_is_stored_is_read_as_the_library_reads_it(entity: type) -> None:
    """Entities are taken straight from the answer of the store: every kind of attribute, filled, empty or absent."""
    kind = SHELVES[entity].item
    own = {name: each for name, each in kind.get_attributes().items() if name not in records._KEY_NAMES}
    for absent in (False, True):
        filled = {name: SAMPLES[type(each)] for name, each in own.items() if not (absent and each.null)}
        raw = kind(pk="A#rivoli#X", sk="Y", **filled).serialize()
        read = {name: take(raw[name]) for name, take in records._readers(kind) if name in raw}
        known = {name: value for name, value in kind.from_raw_data(raw).attribute_values.items() if name in own}
        assert records._items()[raw["item_type"]["S"]] is kind
        assert read == known == filled
