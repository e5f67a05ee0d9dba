"""One piece of a mail, decoded, with what was said about it: the walk's only product.

A piece is a body when it is text nobody named or detached; every other piece is an attachment,
whatever its disposition or name (M-20, M-35).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import Message
from functools import cached_property

from chalicelib.intake import names
from chalicelib.intake.charset import from_wire
from chalicelib.intake.parse_cut import Skeleton
from chalicelib.intake.parts_transfer import undo

_DESCRIBING = ("content-type", "content-disposition", "content-id", "content-location")
# Texts that are files by nature: read by programs, not by people.
_FILE_TEXTS = frozenset({
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv", "text/rtf", "text/xml",
    "text/tab-separated-values", "text/rfc822-headers", "text/x-amp-html", "text/watch-html", "text/css",
    "text/javascript",
})


@dataclass
class Piece:
    """A leaf of the tree: place, declared facts, decoded bytes."""

    place: str
    declared_type: str
    data: bytes
    name: str = ""
    referred: str = ""
    charset: str = ""
    disposition: str = ""
    content_id: str = ""
    flowed: bool = False
    delsp: bool = False
    repaired: bool = False
    alternative: bool = False
    message: Message | None = None

    @cached_property
    def sha256(self) -> str:
        """Identifies the decoded content (M-33)."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def is_body(self) -> bool:
        """Text to read in place: not detached, and not a named file (M-35)."""
        if not self.declared_type.startswith("text/") or self.disposition == "attachment":
            return False
        return self.declared_type not in _FILE_TEXTS and (self.alternative or not self.name)


def read(part: Message, place: str, skeleton: Skeleton, alternative: bool = False) -> Piece:
    """The piece behind one leaf of the parsed tree."""
    readable(part)
    declared = part.get_content_type()
    wire, encoding = wire_bytes(part)
    data, repaired = undo(skeleton.restore(wire), encoding)
    return Piece(
        place=place, declared_type=skeleton.kept_whole(declared) or declared, data=data,
        name=names.stated(part), referred=names.referred(part), charset=parameter(part, "charset"),
        disposition=_disposition(part), content_id=str(part.get("content-id", "")).strip(" \t\r\n<>"),
        flowed=parameter(part, "format").lower() == "flowed",
        delsp=parameter(part, "delsp").lower() == "yes",
        repaired=repaired, alternative=alternative, message=part,
    )


def readable(part: Message) -> None:
    """Raw 8-bit bytes in the describing headers are read once, so that parameters can be."""
    for name, value in list(part.raw_items()):
        if name.lower() in _DESCRIBING and not value.isascii():
            part.replace_header(name, from_wire(value))


def wire_bytes(part: Message) -> tuple[bytes, str]:
    """The payload as it travelled, and the encoding declared for it."""
    named = {name.lower(): value for name, value in part.raw_items()}
    encoding = from_wire(str(named.get("content-transfer-encoding", "")))
    del part["content-transfer-encoding"]
    data = part.get_payload(decode=True)
    if encoding:
        part["Content-Transfer-Encoding"] = encoding
    return (data if isinstance(data, bytes) else b""), encoding


def parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value).strip(" \t'\"")


def _disposition(part: Message) -> str:
    return str(part.get("content-disposition", "")).split(";")[0].strip().lower()
