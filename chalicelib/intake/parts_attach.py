"""Every piece that is not the text to read becomes an attachment; a container lists its own inside.

A nested mail is one `<subject>.eml` and a winmail.dat one file: what they hold stands under them,
texts included, so that nothing is reachable only with another mail program (M-19, M-25).
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.intake import headers, names, parts_magic, winmail
from chalicelib.intake.names import Names
from chalicelib.intake.parse_cut import skeleton
from chalicelib.intake.parse_tree import parsed, walk
from chalicelib.intake.parsed_mail import Attachment
from chalicelib.intake.parts import Piece

MAX_OPENED = 12
_MAX_OPENED_BYTES = 48_000_000
_NESTED = frozenset({"message/rfc822", "message/global", "message/news", "message/rfc2822"})


def attachments(pieces: Iterable[Piece], level: int = 0) -> tuple[Attachment, ...]:
    """One attachment per piece, names unique within the mail."""
    taken = Names()
    return tuple(_attachment(piece, taken, level) for piece in pieces)


def _attachment(piece: Piece, taken: Names, level: int) -> Attachment:
    nested = piece.declared_type in _NESTED
    kind, conflict = (piece.declared_type, False) if nested else parts_magic.content_type(
        piece.data, piece.declared_type)
    original = piece.name or (_subject(piece.data) if nested else piece.referred)
    filename = taken.unique(_filename(original, piece.place, kind, nested))
    return Attachment(
        part=piece.place, filename=filename, original_name=piece.name, content_type=kind,
        declared_type=piece.declared_type, type_conflict=conflict, size=len(piece.data),
        sha256=piece.sha256, content=piece.data, content_id=piece.content_id,
        inline=piece.disposition == "inline" or (bool(piece.content_id) and not piece.disposition),
        children=_children(piece, kind, level),
    )


def _filename(original: str, place: str, kind: str, nested: bool) -> str:
    name = names.safe(original)
    if nested and name and not name.lower().endswith(".eml"):
        name = names.safe(f"{name[:names.MAX_LENGTH - 4]}.eml")
    extension = parts_magic.extension(kind)
    if not name:
        return f"piece-jointe-{place.replace('.', '-')}.{extension}"
    return name


def _subject(data: bytes) -> str:
    from email.parser import BytesHeaderParser

    head = headers.read(BytesHeaderParser().parsebytes(data[:64_000].lstrip(b"\r\n")))
    return headers.subject(head)[0]


def _children(piece: Piece, kind: str, level: int) -> tuple[Attachment, ...]:
    if level >= MAX_OPENED or len(piece.data) > _MAX_OPENED_BYTES >> level:
        return ()
    if piece.declared_type in _NESTED:
        return attachments(_inside(piece), level + 1)
    if winmail.is_winmail(kind, piece.name) or winmail.is_winmail(piece.declared_type, ""):
        return attachments(_unwrapped(piece), level + 1)
    return ()


def _inside(piece: Piece) -> list[Piece]:
    bones = skeleton(piece.data.lstrip(b"\r\n"))
    try:
        found = walk(parsed(bones), bones).pieces
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []
    for inner in found:
        inner.name = inner.name or (_message_name(inner) if inner.is_body else "")
        inner.place = f"{piece.place}.{inner.place}"
    return found


def _message_name(inner: Piece) -> str:
    return "message.html" if inner.declared_type == "text/html" else "message.txt"


def _unwrapped(piece: Piece) -> list[Piece]:
    inside = winmail.unwrap(piece.data)
    texts = (("message.txt", "text/plain", inside.text.encode()), ("message.html", "text/html", inside.html))
    found = [(name, kind, data) for name, kind, data in texts if data.strip()]
    found += [(name, "application/octet-stream", data) for name, data in inside.files]
    return [
        Piece(place=f"{piece.place}.{number}", declared_type=kind, data=data, name=name)
        for number, (name, kind, data) in enumerate(found, 1)
    ]
