"""A second reading finds the text that a broken tree hides (M-23, M-27).

mail-parser reads the same mail by other rules. A text it reports that the walk placed nowhere is
added and marked; when nobody found any content, the raw body after the headers is the text.
"""

from __future__ import annotations

import logging
import re
from email.message import Message

from chalicelib.intake.charset import decode, from_wire
from chalicelib.intake.parse_cut import Skeleton
from chalicelib.intake.parse_tree import Walk
from chalicelib.intake.parts import Piece, wire_bytes
from chalicelib.intake.parts_body import Bodies, tidy
from chalicelib.intake.winmail import wrapped_texts

# Its remarks on parts it does not handle are said here, as warnings on the mail.
logging.getLogger("mailparser").addHandler(logging.NullHandler())

MAX_PIECES = 400
MAX_READ_TWICE = 2_000_000
_LETTERS = re.compile(r"\W+")


def recover(found: Walk, bodies: Bodies, skeleton: Skeleton) -> list[str]:
    """Complete `bodies`; the warnings say what was added and what was wrong with the mail."""
    texts, warnings = _second_reading(found, skeleton)
    if len(texts) > sum(1 for piece in found.pieces if piece.is_body and piece.data.strip()):
        added = [text for text in texts if not _placed(text, bodies)]
        bodies.plain += [tidy(text) for text in added]
        warnings += ["recovered"] * bool(added)
    if bodies.blank:
        bodies.plain += [tidy(text) for text in wrapped_texts(bodies.attached)]
    if bodies.blank and not any(piece.data.strip() for piece in bodies.attached):
        warnings += _last_resort(found, bodies, skeleton)
    return warnings


def _placed(text: str, bodies: Bodies) -> bool:
    everything = _LETTERS.sub("", "".join((*bodies.plain, *bodies.html)))
    return _LETTERS.sub("", text) in everything


def _second_reading(found: Walk, skeleton: Skeleton) -> tuple[list[str], list[str]]:
    """What mail-parser reads of the bodies, and the defects it names."""
    if len(found.pieces) > MAX_PIECES:
        return [], ["second-reading-skipped"]
    for piece in found.pieces:
        if piece.message is not None:
            _lighten(piece.message, piece, skeleton)
    from mailparser import MailParser

    try:
        mail = MailParser(found.message)
    except Exception:  # it raises on broken trees with errors outside its own family (M-17)
        return [], ["second-reading-failed"]
    texts = (*mail.text_plain, *mail.text_html, *mail.text_not_managed)
    defects = [f"defect:{name}" for name in sorted(mail.defects_categories)]
    return [text for text in texts if text.strip()], defects


def _lighten(message: Message, piece: Piece, skeleton: Skeleton) -> None:
    """Attachments are placed already and nested mails are not its business: only bodies remain."""
    if not piece.is_body or len(piece.data) > MAX_READ_TWICE:
        message.set_payload("")
        return
    wire, _ = wire_bytes(message)
    if skeleton.sign in wire:
        message.set_payload(skeleton.restore(wire).decode("ascii", "surrogateescape"))


def _only_delimiters(text: str) -> bool:
    return all(line.startswith("--") or not line.strip() for line in text.splitlines())


def _last_resort(found: Walk, bodies: Bodies, skeleton: Skeleton) -> list[str]:
    """A well-formed mail may be empty (M-38); in a broken one, what stands outside its parts counts."""
    if found.message.is_multipart() and not any(part.defects for part in found.message.walk()):
        return []
    outside = [from_wire(text) for text in found.outside]
    if not outside:
        head, gap, body = skeleton.raw.partition(b"\n\n" if b"\r\n\r\n" not in skeleton.raw else b"\r\n\r\n")
        outside = [decode(body if gap else b"" if b":" in head[:200] else head)]
        outside = [text for text in outside if not _only_delimiters(text)]
    bodies.plain += [tidy(text) for text in outside if text.strip()]
    return ["recovered"] if not bodies.blank else []
