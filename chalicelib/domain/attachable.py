"""Which documents may leave for whom: nobody sees an amount or a paper that is not his (V-9, U-66)."""

from __future__ import annotations

from chalicelib.domain.document import Document, Kind
from chalicelib.domain.menu import Audience

_ITS_OWN: tuple[Kind, ...] = ("quote", "work_order")  # a firm gets its own back, never another one's
_FOR: dict[Audience, tuple[Kind, ...]] = {
    "contractor": ("photo", "other"),
    "tenant": ("photo", "other"),
    "owner": ("photo", "other", "work_order", "quote", "invoice", "credit_note", "certificate"),
    "other": ("photo", "other"),
    "nobody": (),
}


def may_be_offered(document: Document, audience: Audience) -> bool:
    """Before the recipient is known: a firm may get its own quote back. A version that was replaced stays here."""
    if document.reading == "held" or not document.stands:
        return False
    return document.kind in _FOR[audience] or (audience == "contractor" and document.kind in _ITS_OWN)


def may_go_to(document: Document, audience: Audience, party_id: str) -> bool:
    """A firm never receives another one's quote; one that a manager filed by hand has no firm yet."""
    if not may_be_offered(document, audience):
        return False
    return document.kind in _FOR[audience] or document.issuer_id in ("", party_id)
