"""What left the house: every mail SES accepted, kept as a file before the sender is told so.

`sent/<n>-<id>.eml` is the mail as handed over, `sent/<n>-<id>.json` its envelope. The second is written after
the first: a mail without its envelope file was never answered for.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from . import disk
from .exchange import Answer, Application, Scope, call, json_answer

PATH = "/v2/email/outbound-emails"
_NUMBER = re.compile(r"(\d+)-")
_RAW_ONLY = json_answer(400, b'{"message":"Mail leaves as a whole raw message here: Content.Raw is missing"}')


class SentMail:
    """The folder of sent mail, numbered in the order SES accepted them."""

    def __init__(self, folder: Path, message_domain: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._domain = folder, message_domain
        found = [int(match.group(1)) for path in folder.iterdir() if (match := _NUMBER.match(path.name))]
        self._last = max(found, default=0)

    async def send(self, app: Application, scope: Scope, body: bytes) -> Answer:
        """Let SES accept or refuse; an accepted mail is on disk before the answer leaves."""
        try:
            asked = json.loads(body)
            raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
        except (ValueError, KeyError, TypeError):
            return _RAW_ONLY
        answer = await call(app, scope, body)
        if answer.status != 200:
            return answer
        # The emulator adds a domain to the identifier; SES answers the bare one.
        identifier = json.loads(answer.body)["MessageId"].partition("@")[0]
        try:
            self._keep(identifier, asked, raw)
        except OSError as error:
            disk.die(f"sent mail {identifier} could not be kept: {error}")
        return json_answer(200, json.dumps({"MessageId": identifier}).encode())

    def _keep(self, identifier: str, asked: dict, raw: bytes) -> None:
        self._last += 1
        name = f"{self._last:06d}-{identifier}"
        destination = asked.get("Destination") or {}
        envelope = {
            "id": name,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "from": asked.get("FromEmailAddress", ""),
            "to": [to for kind in ("To", "Cc", "Bcc") for to in destination.get(f"{kind}Addresses") or []],
            "ses_message_id": f"<{identifier}@{self._domain}>",
            "configuration_set": asked.get("ConfigurationSetName", ""),
        }
        disk.replace_file(self._folder / f"{name}.eml", raw)
        disk.replace_file(self._folder / f"{name}.json", json.dumps(envelope).encode())
