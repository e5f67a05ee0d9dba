"""Raw bytes become a ParsedMail, whatever the bytes: parsing never raises and loses nothing.

The standard tree walk decides which part is what, mail-parser gives a second reading, and what
neither can place is recovered as text. The worst mail still has its raw bytes and a warning.
"""

from __future__ import annotations

import hashlib

from chalicelib.intake import addresses, bounce, headers, headers_ids
from chalicelib.intake.charset import decode
from chalicelib.intake.digest import digest
from chalicelib.intake.headers import Headers
from chalicelib.intake.parse_cut import Skeleton, skeleton
from chalicelib.intake.parse_recover import recover
from chalicelib.intake.parse_tree import Walk, parsed, walk
from chalicelib.intake.parsed_mail import DeliveryReport, ParsedMail
from chalicelib.intake.parts import Piece
from chalicelib.intake.parts_attach import attachments
from chalicelib.intake.parts_body import Bodies, sort_out, tidy

_DELIVERED = ("delivered-to", "x-original-to", "x-forwarded-to", "envelope-to", "x-envelope-to")


def parse(raw: bytes) -> ParsedMail:
    """What a raw mail says. Never raises: what cannot be read is kept as text with a warning."""
    return parse_cut(raw, cut=True)


def parse_cut(raw: bytes, cut: bool) -> ParsedMail:
    """As `parse`; `cut` is off only to prove that cutting changes nothing."""
    raw = bytes(raw)
    try:
        bones = skeleton(raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), cut)
        return _read(walk(parsed(bones), bones), bones)
    except Exception as error:  # any bug must leave a mail that a person can still read (M-2, M-17)
        return _unreadable(raw, f"unreadable:{type(error).__name__}")


def _read(found: Walk, bones: Skeleton) -> ParsedMail:
    read = headers.read(found.message)
    report = bounce.report(found.pieces)
    receipt = bounce.is_receipt(read.get("content-type", ("",))[0], found.pieces)
    bodies = sort_out(found.pieces)
    remarks = (*found.warnings, *headers.conflicts(read), *_remarks(found.pieces))
    warnings = (*remarks, *recover(found, bodies, bones))
    return _mail(read, bodies, [piece.sha256 for piece in found.pieces], warnings, report, receipt)


def _mail(
    read: Headers, bodies: Bodies, contents: list[str], warnings: tuple[str, ...],
    report: DeliveryReport | None = None, receipt: bool = False,
) -> ParsedMail:
    subject, raw_subject = headers.subject(read)
    date, stated = headers.date(read)
    from_values = read.get("from", ())
    ids = headers_ids.ids(read.get("message-id", ())[:1])
    return ParsedMail(
        message_id=ids[0] if ids else "", in_reply_to=headers_ids.ids(read.get("in-reply-to", ())),
        references=headers_ids.ids(read.get("references", ())), from_=addresses.shown(from_values),
        sender=addresses.sender(from_values), reply_to=addresses.shown(read.get("reply-to", ())),
        to=addresses.shown(read.get("to", ())), cc=addresses.shown(read.get("cc", ())),
        delivered_to=_delivered(read), subject=subject, raw_subject=raw_subject, date=date,
        stated_date=stated, headers=read, text=bodies.text, html="\n".join(bodies.html),
        attachments=attachments(bodies.attached), digest=digest(read, contents),
        report=report, is_receipt=receipt, warnings=warnings,
    )


def _delivered(read: Headers) -> tuple[str, ...]:
    values = [value for name in _DELIVERED for value in read.get(name, ())]
    return tuple(dict.fromkeys(item.email for item in addresses.shown(values) if item.email))


def _remarks(pieces: list[Piece]) -> list[str]:
    """Stable codes for what a reader of the mail should know."""
    remarks = [f"repaired:{piece.place}" for piece in pieces if piece.repaired]
    kinds = {piece.declared_type for piece in pieces}
    if kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}:
        remarks.append("signed-or-encrypted")
    if any(piece.declared_type == "text/calendar" and b"METHOD:REPLY" in piece.data for piece in pieces):
        remarks.append("calendar-reply")
    return remarks


def _unreadable(raw: bytes, why: str) -> ParsedMail:
    text = Bodies(plain=[tidy(decode(raw[:1_000_000]))])
    return _mail({}, text, [hashlib.sha256(raw).hexdigest()], (why,))
