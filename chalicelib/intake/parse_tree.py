"""The standard parser's tree is the authority on which part is what; the walk never recurses.

Its caps keep any input finite: what lies beyond 5,000 parts stays together as one `.eml` (M-17).
"""

from __future__ import annotations

import email
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message
from email.policy import compat32
from io import BytesIO

from chalicelib.intake import parts
from chalicelib.intake.parse_boundary import missing_boundary
from chalicelib.intake.parse_cut import Skeleton
from chalicelib.intake.parse_depth import MAX_PARTS
from chalicelib.intake.parts import Piece

_EXACT = compat32.clone(max_line_length=0, mangle_from_=False)


@dataclass(slots=True)
class Walk:
    """The pieces found, in the order of the mail, and what had to be remarked."""

    message: Message
    pieces: list[Piece] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def walk(message: Message, skeleton: Skeleton) -> Walk:
    """Every leaf of the tree; nested mails are leaves (M-19)."""
    found = Walk(message)
    waiting: list[tuple[Message, str, bool]] = [(message, "", False)]
    while waiting:
        part, place, alternative = waiting.pop()
        if len(found.pieces) >= MAX_PARTS:
            found.warnings.append("too-many-parts")
            found.pieces.append(_rest([part, *(item[0] for item in reversed(waiting))], skeleton))
            break
        waiting += reversed(_open(part, place, alternative, skeleton, found))
    return found


def _open(
    part: Message, place: str, alternative: bool, skeleton: Skeleton, found: Walk,
) -> list[tuple[Message, str, bool]]:
    """The parts inside a multipart; any other part becomes a piece."""
    payload = _inside(part)
    if payload is not None and part.get_content_maintype() != "message":
        parts.readable(part)
        found.outside += [str(text) for text in (part.preamble, part.epilogue) if text and text.strip()]
        inside = part.get_content_subtype() == "alternative"
        prefix = f"{place}." if place else ""
        return [(child, f"{prefix}{number}", inside) for number, child in enumerate(payload, 1)]
    if payload is not None:
        found.pieces.append(_reassembled(part, payload, place or "1", skeleton))
    else:
        found.pieces.append(_leaf(part, place or "1", skeleton, alternative))
    return []


def _inside(part: Message) -> list[Message] | None:
    """The parts of a multipart; when its boundary never came, those of the boundary that did (M-23)."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [child for child in payload if isinstance(child, Message)]
    if part.get_content_maintype() != "multipart":
        return None
    wire, _ = parts.wire_bytes(part)
    head = missing_boundary(wire)
    again = email.message_from_bytes(head + wire).get_payload() if head else None
    if not isinstance(again, list):
        return None
    part.set_payload(again)
    return [child for child in again if isinstance(child, Message)]


def _leaf(part: Message, place: str, skeleton: Skeleton, alternative: bool) -> Piece:
    piece = parts.read(part, place, skeleton, alternative)
    if skeleton.kept_whole(part.get_content_type()).startswith("multipart/"):
        # Deeper than the cap: kept with its headers, so that the piece can be opened as a mail.
        piece.data, piece.declared_type = skeleton.restore(exact(part)), "message/rfc822"
    elif piece.declared_type.startswith("multipart/"):
        # A multipart whose boundary never comes is what its writer typed (M-23).
        piece.declared_type = "text/plain"
    return piece


def _reassembled(part: Message, payload: list[Message], place: str, skeleton: Skeleton) -> Piece:
    """A nested mail the parser opened by itself, as in a digest."""
    piece = parts.read(part, place, skeleton)
    piece.data = b"\n\n".join(skeleton.restore(exact(child)) for child in payload)
    return piece


def _rest(waiting: list[Message], skeleton: Skeleton) -> Piece:
    data = b"".join(b"--rest\r\n" + skeleton.restore(exact(part)) + b"\r\n" for part in waiting)
    head = b'Content-Type: multipart/mixed; boundary="rest"\r\n\r\n'
    return Piece(place="rest", declared_type="message/rfc822", data=head + data + b"--rest--\r\n")


def exact(part: Message) -> bytes:
    """The bytes of a part with its headers, changed as little as the generator can."""
    target = BytesIO()
    try:
        BytesGenerator(target, policy=_EXACT).flatten(part)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, UnicodeError):
        return target.getvalue()
    return target.getvalue()


def parsed(skeleton: Skeleton) -> Message:
    """The tree of a skeleton."""
    return email.message_from_bytes(skeleton.data)
