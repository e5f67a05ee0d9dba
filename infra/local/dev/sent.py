"""Reading the folder of sent mail: what left the house, in the order it left."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

_ID = re.compile(r"\d+-[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Sent:
    """One mail SES accepted."""

    id: str
    at: str
    envelope_from: str
    envelope_to: tuple[str, ...]
    ses_message_id: str
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    def header(self, name: str) -> str:
        return str(self.message.get(name, "")).strip()

    @cached_property
    def recipients(self) -> list[str]:
        """The envelope; without one, SES takes the addresses of the headers."""
        if self.envelope_to:
            return list(self.envelope_to)
        lists = [self.message.get_all(name, []) for name in ("To", "Cc", "Bcc")]
        return [address.addr_spec for each in lists for header in each for address in header.addresses]

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content().replace("\r\n", "\n") if part is not None else ""

    @cached_property
    def leaves(self) -> list[EmailMessage]:
        return [part for part in self.message.walk() if not part.is_multipart()]

    @cached_property
    def attachments(self) -> list[tuple[int, EmailMessage]]:
        """The parts that travel as files, with their place among all parts."""
        named = [(number, part) for number, part in enumerate(self.leaves) if part.get_filename()]
        return [(number, part) for number, part in named if not part.get("Content-ID")]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "at": self.at,
            "from": self.header("From"),
            "to": self.recipients,
            "subject": self.header("Subject"),
            "message_id": self.header("Message-ID"),
            "ses_message_id": self.ses_message_id,
            "reply_to": self.header("Reply-To"),
            "in_reply_to": self.header("In-Reply-To"),
            "envelope_from": self.envelope_from,
            "text": self.text,
            "html": self.html,
            "attachments": [part.get_filename() for _, part in self.attachments],
        }


class Outbox:
    """The folder. Its files never change, so each is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = lru_cache(maxsize=4096)(self._load)

    def ids(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.json"))

    def all(self) -> list[Sent]:
        return [self._read(each) for each in self.ids()]

    def get(self, identifier: str) -> Sent | None:
        known = _ID.fullmatch(identifier) and (self._folder / f"{identifier}.json").exists()
        return self._read(identifier) if known else None

    def _load(self, identifier: str) -> Sent:
        envelope = json.loads((self._folder / f"{identifier}.json").read_text())
        raw = (self._folder / f"{identifier}.eml").read_bytes()
        to = tuple(envelope["to"])
        return Sent(identifier, envelope["at"], envelope["from"], to, envelope["ses_message_id"], raw)
