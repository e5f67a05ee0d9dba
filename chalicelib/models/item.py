"""The shape every item shares: two keys, two optional index keys, a type, an expiry.

`row` is what a list shows, as one JSON text, so that an index read brings nothing else. Numbers are
integers only: a float here would sooner or later be money.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    UnicodeAttribute,
)
from pynamodb.constants import NUMBER
from pynamodb.models import Model


class IntegerAttribute(Attribute[int]):
    """A whole number. Raises TypeError for floats and booleans (PF-29)."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} takes an int, not {type(value).__name__}")
        return str(value)

    def deserialize(self, value: Any) -> int:
        return int(value)


class Item(Model):
    """One thing in the table. Subclasses add their attributes and their discriminator."""

    class Meta:
        table_name = "bon-pour-accord"  # the composition root replaces it with the deployment's own

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    item_type = DiscriminatorAttribute()
    list_pk = UnicodeAttribute(null=True)
    list_sk = UnicodeAttribute(null=True)
    waiting_pk = UnicodeAttribute(null=True)
    waiting_sk = UnicodeAttribute(null=True)
    row = UnicodeAttribute(null=True)
    expires_at = IntegerAttribute(null=True)


Text = UnicodeAttribute
Whole = IntegerAttribute
Json = JSONAttribute
Flag = BooleanAttribute
