"""`read FILE.eml … [--save DIR]`: what intake understands of a mail, one JSON line per file, no side effect.

The same functions as in the receiving pipeline are called; a file that cannot be read still gets
its line, with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.intake.parse import parse
from chalicelib.intake.parsed_mail import Address, Attachment, ParsedMail
from chalicelib.intake.reply_text import from_mail
from chalicelib.intake.screen import screen
from chalicelib.intake.screening import Screening, Verdicts


def main(argv: list[str]) -> int:
    """Print one JSON line per file, in the order given."""
    options = _parser().parse_args(argv)
    for name in options.files:
        print(json.dumps(_line(name, options.save), ensure_ascii=False), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="read", description="What intake understands of a mail.")
    parser.add_argument("files", nargs="+", metavar="FILE.eml")
    parser.add_argument("--save", metavar="DIR", type=Path, help="write attachments in DIR/<sha256>")
    return parser


def _line(name: str, folder: Path | None) -> dict[str, Any]:
    try:
        mail = parse(Path(name).read_bytes())
        told = _told(name, mail)
        if folder is not None:
            _save(mail, folder)
    except OSError as error:
        return _empty(name, f"unreadable:{error.strerror or type(error).__name__}")
    except Exception as error:  # one bad file never hides the others
        return _empty(name, f"failed:{type(error).__name__}")
    return told


def _told(name: str, mail: ParsedMail) -> dict[str, Any]:
    verdicts = Verdicts()
    screening = screen(mail, verdicts, frozenset(), instance="")
    reply = from_mail(mail)
    return {
        "file": name, "from": ", ".join(_addresses(mail.from_)), "to": _addresses(mail.to), "subject": mail.subject,
        "message_id": mail.message_id, "in_reply_to": list(mail.in_reply_to), "kind": screening.kind,
        "text": mail.text, "html": mail.html, "reply_text": reply.own, "quoted_text": reply.elided,
        "signature": reply.signature, "attachments": [_attachment(item) for item in mail.attachments],
        "verdicts": _verdicts(verdicts, screening), "warnings": list(mail.warnings),
        "cc": _addresses(mail.cc), "date": mail.date.isoformat() if mail.date else None,
        "sender": mail.sender.email if mail.sender else None,
        "absent_until": screening.absent_until.isoformat() if screening.absent_until else None,
    }


def _verdicts(verdicts: Verdicts, screening: Screening) -> dict[str, Any]:
    """A file carries no SES event, so every verdict is missing and the standing says so (M-43)."""
    names = ("spf", "dkim", "dmarc", "spam", "virus")
    told: dict[str, Any] = {name: getattr(verdicts, name) for name in names}
    return {**told, "standing": screening.standing, "reasons": list(screening.reasons)}


def _addresses(addresses: tuple[Address, ...]) -> list[str]:
    """As people write them: `Name <address>`, or what there is of the two."""
    written = ((address.name, address.email) for address in addresses)
    return [f"{name} <{email}>" if name and email else name or email for name, email in written]


def _attachment(item: Attachment) -> dict[str, Any]:
    told: dict[str, Any] = {
        "filename": item.filename, "content_type": item.content_type, "size": item.size,
        "sha256": item.sha256, "part": item.part,
    }
    if item.children:
        told["children"] = [_attachment(child) for child in item.children]
    return told


def _save(mail: ParsedMail, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for item in _all(mail.attachments):
        (folder / item.sha256).write_bytes(item.content)


def _all(attachments: tuple[Attachment, ...]) -> Iterator[Attachment]:
    for item in attachments:
        yield item
        yield from _all(item.children)


def _empty(name: str, reason: str) -> dict[str, Any]:
    keys: dict[str, Any] = dict.fromkeys(
        ("from", "subject", "message_id", "text", "html", "reply_text", "quoted_text", "signature"), "")
    return {
        "file": name, **keys, "to": [], "in_reply_to": [], "kind": "reply",
        "attachments": [], "verdicts": {}, "warnings": [reason],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
