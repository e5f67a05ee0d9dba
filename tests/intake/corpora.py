"""Scores against mails that nobody here wrote; tests using them say so when the folder is absent."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chalicelib.intake.parsed_mail import ParsedMail

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
MESSAGES = sorted((CORPORA / "mime4j").glob("*/*.msg"))
REPLIES = CORPORA / "reply_trimmer"
_CHARSETS = ("utf-8", "cp1252", "latin-1")

needs_corpora = pytest.mark.skipif(
    not MESSAGES, reason="the samples of ../shared/corpora are not beside this repository")


@dataclass(frozen=True)
class Truth:
    """One leaf of a message as its true decoding says."""

    kind: str
    content: bytes
    header: str
    nested: bool

    @property
    def inline_text(self) -> bool:
        detached = re.search(r"content-disposition:\s*attachment", self.header, re.IGNORECASE)
        named = re.search(r"name\*?\d?\*?=", self.header, re.IGNORECASE)
        return self.kind == "text-body" and not detached and not named

    @property
    def texts(self) -> list[str]:
        stated = re.search(r'charset="?([\w-]+)', self.header, re.IGNORECASE)
        return readings(self.content, stated[1] if stated else "")


def truth(message: Path) -> list[Truth]:
    root = ElementTree.parse(message.with_name(message.stem + "_decoded.xml")).getroot()
    return list(_leaves(root, message.parent, nested=False))


def _leaves(node: ElementTree.Element, folder: Path, nested: bool) -> Iterator[Truth]:
    header = " ".join(field.text or "" for field in node.findall("header/field"))
    for child in node:
        if child.tag in ("text-body", "binary-body"):
            yield Truth(child.tag, (folder / child.attrib["name"]).read_bytes(), header, nested)
        elif child.tag == "multipart":
            for piece in child.findall("body-part"):
                yield from _leaves(piece, folder, nested)
        elif child.tag == "message":
            yield Truth("message", b"", header, nested)
            yield from _leaves(child, folder, nested=True)


def folded(text: str) -> str:
    return "".join(text.split())


def readings(content: bytes, charset: str = "") -> list[str]:
    found = []
    for name in (charset, *_CHARSETS):
        try:
            found.append(folded(content.decode(name or "utf-8")))
        except (UnicodeError, LookupError):
            continue
    return found


def losses(mail: ParsedMail, leaves: list[Truth]) -> list[Truth]:
    """The true leaves that cannot be found in what was read."""
    shown = folded(mail.text) + "\0" + folded(mail.html)
    attached = [readings(item.content) for item in mail.attachments]
    everywhere = "\0".join([shown, *(text for texts in attached for text in texts)])
    return [leaf for leaf in leaves if leaf.kind != "message" and not leaf.nested
            and not _found(leaf, mail, everywhere, attached)]


def _found(leaf: Truth, mail: ParsedMail, everywhere: str, attached: list[list[str]]) -> bool:
    if leaf.inline_text:
        return any(text in everywhere for text in leaf.texts)
    if re.search(rb"^begin [0-7]{3} ", leaf.content, re.MULTILINE):
        return True
    if leaf.kind == "text-body":
        return any(text in texts for text in leaf.texts for texts in attached)
    return any(item.content == leaf.content for item in mail.attachments)


def true_count(leaves: list[Truth]) -> int:
    """Attachments of a message, a nested mail counting as one."""
    return sum(not leaf.nested and not leaf.inline_text for leaf in leaves)
