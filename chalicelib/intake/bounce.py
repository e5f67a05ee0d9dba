"""A delivery report names recipients, an action and a status; the mail it speaks of lies inside (M-81, M-82).

Reports come folded, quoted, with several recipients or without any; each is read for what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.parser import BytesHeaderParser

from chalicelib.intake import addresses, headers, headers_ids
from chalicelib.intake.parsed_mail import DeliveryReport, RecipientReport
from chalicelib.intake.parts import Piece

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL_TYPES = frozenset({
    "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers",
})
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
MAX_RECIPIENTS = 200


def report(pieces: Iterable[Piece]) -> DeliveryReport | None:
    """The delivery report of a mail, or None when it carries none."""
    pieces = list(pieces)
    statuses = [piece for piece in pieces if piece.declared_type in _STATUS_TYPES]
    if not statuses:
        return None
    recipients = tuple(entry for piece in statuses for entry in _recipients(piece.data))
    message_id, original = _original(pieces)
    return DeliveryReport(recipients[:MAX_RECIPIENTS], message_id, original)


def _recipients(data: bytes) -> Iterator[RecipientReport]:
    for block in _BLANK_LINE.split(data[:200_000].strip()):
        fields = headers.read(BytesHeaderParser().parsebytes(block + b"\n\n"))
        action = _first(fields, "action").split("(")[0].strip().lower()
        email = _address(_first(fields, "final-recipient")) or _address(_first(fields, "original-recipient"))
        status = _STATUS.search(_first(fields, "status"))
        if action or email or status:
            yield RecipientReport(email, action, status[0] if status else "")


def _first(fields: headers.Headers, name: str) -> str:
    return fields.get(name, ("",))[0]


def _address(value: str) -> str:
    """`rfc822; name@domain`, whose type some servers leave out."""
    return addresses.lowered(value.rpartition(";")[2].strip(" <>"))


def _original(pieces: list[Piece]) -> tuple[str, tuple[str, ...]]:
    for piece in pieces:
        if piece.declared_type in _ORIGINAL_TYPES:
            fields = headers.read(BytesHeaderParser().parsebytes(piece.data[:100_000].lstrip()))
            ids = headers_ids.ids(fields.get("message-id", ()))
            named = [value for name in ("reply-to", "from", "to") for value in fields.get(name, ())]
            return (ids[0] if ids else ""), tuple(a.email for a in addresses.shown(named) if a.email)
    return "", ()


def is_receipt(content_type: str, pieces: Iterable[Piece]) -> bool:
    """A read receipt is a note, never an answer (M-84)."""
    kinds = {piece.declared_type for piece in pieces}
    return "message/disposition-notification" in kinds or "disposition-notification" in content_type.lower()
