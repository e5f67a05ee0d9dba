"""Entities to table items and back. One codec for all: the items mirror the entities field for field."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.models.item import Flag, Item, Json, Text, Whole
from chalicelib.stores.shelves import SHELVES, shelf_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ITEM_LIMIT = 300_000  # bytes: well under DynamoDB's 400 KB, and checked by us (D-1)


class TooLarge(ValueError):
    """An item above our own limit: long content belongs in the file store."""


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(entity_type: type) -> TypeAdapter[Any]:
    """Built on first use: a function pays only for the kinds it meets."""
    if entity_type not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[entity_type] = TypeAdapter(entity_type)
    return _ADAPTERS[entity_type]


_ENTITY_OF = {shelf.item: entity_type for entity_type, shelf in SHELVES.items()}


def to_item(agency_id: str, entity: object) -> Item:
    """The item of an entity with all its keys. Raises TooLarge."""
    shelf = shelf_of(entity)
    values = _adapter(type(entity)).dump_python(entity, mode="json")
    pk, sk = shelf.key(agency_id, entity)
    item: Item = shelf.item(pk=pk, sk=sk, **values)
    item.list_pk, item.list_sk = shelf.listed(agency_id, entity) or (None, None)
    item.waiting_pk, item.waiting_sk = shelf.waiting(agency_id, entity) or (None, None)
    item.row = shelf.row(entity)
    item.expires_at = shelf.expires(entity)
    return item


def raw_of(item: Item) -> dict[str, Any]:
    """The attributes as DynamoDB takes them. Raises TooLarge."""
    raw = item.serialize()
    size = sum(len(name) + len(str(value).encode()) for name, value in raw.items())
    if size > ITEM_LIMIT:
        raise TooLarge(f"{item.pk} {item.sk}: {size} bytes")
    return raw


def to_entity(raw: dict[str, Any]) -> object:
    """The entity of a stored item. A file of thousands of documents is read at once, so its values are taken
    straight from the answer, without an item in between."""
    item = _items()[raw["item_type"]["S"]]
    values = {name: read(raw[name]) for name, read in _readers(item) if name in raw and "NULL" not in raw[name]}
    return _adapter(_ENTITY_OF[item]).validate_python(values)


@cache
def _items() -> dict[str, type[Item]]:
    """The kinds of items by the name that each of them carries."""
    discriminator: Any = Item.get_attributes()["item_type"]
    return {str(discriminator.get_discriminator(item)): item for item in _ENTITY_OF}


@cache
def _readers(item: type[Item]) -> tuple[tuple[str, Callable[[dict[str, Any]], Any]], ...]:
    """How each attribute of an item is read, but for the keys."""
    return tuple((str(each.attr_name), _READ[type(each)]) for name, each in item.get_attributes().items()
                 if name not in _KEY_NAMES)


_READ: dict[type, Callable[[dict[str, Any]], Any]] = {
    Text: lambda raw: raw["S"], Whole: lambda raw: int(raw["N"]), Json: lambda raw: json.loads(raw["S"]),
    Flag: lambda raw: raw["BOOL"],
}


_KEY_NAMES = frozenset({
    "pk", "sk", "item_type", "list_pk", "list_sk", "waiting_pk", "waiting_sk", "row", "expires_at",
})

__all__ = ["ITEM_LIMIT", "TooLarge", "raw_of", "to_entity", "to_item"]
