"""What left the house: every mail SES accepted, kept as a file before the sender is told so.

`sent/<n>-<id>.eml` is the mail as handed over, `sent/<n>-<id>.json` its envelope. The second is written after
the first: a mail without its envelope file was never answered for.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from . import disk
from .exchange import Answer, Application, Scope, call, json_answer

PATH, ACCOUNT_PATH = "/v2/email/outbound-emails", "/v2/email/account"
DAY = 24 * 3600
_NUMBER = re.compile(r"(\d+)-")
_RAW_ONLY = json_answer(400, b'{"message":"Mail leaves as a whole raw message here: Content.Raw is missing"}')
_SPENT = json_answer(429, b'{"__type":"TooManyRequestsException","message":"Daily message quota exceeded."}')


class SentMail:
    """The folder of sent mail, numbered in the order SES accepted them."""

    def __init__(self, folder: Path, message_domain: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._domain = folder, message_domain
        found = [int(match.group(1)) for path in folder.iterdir() if (match := _NUMBER.match(path.name))]
        self._last = max(found, default=0)
        self._times = deque(sorted(path.stat().st_mtime for path in folder.glob("*.json")))
        self._rate = float(os.environ.get("SES_RATE", "50"))
        self._daily = int(os.environ.get("SES_DAILY", "50000"))

    def account(self) -> Answer:
        """The sending quota as SES tells it: SES_RATE and SES_DAILY, and what left in the last 24 hours."""
        while self._times and self._times[0] < time.time() - DAY:
            self._times.popleft()
        quota = {"Max24HourSend": self._daily, "MaxSendRate": self._rate, "SentLast24Hours": len(self._times)}
        return json_answer(200, json.dumps({"SendQuota": quota, "SendingEnabled": True}).encode())

    async def send(self, app: Application, scope: Scope, body: bytes) -> Answer:
        """Let SES accept or refuse; an accepted mail is on disk before the answer leaves."""
        try:
            asked = json.loads(body)
            raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
        except (ValueError, KeyError, TypeError):
            return _RAW_ONLY
        self.account()
        if len(self._times) >= self._daily:
            return _SPENT
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
        self._times.append(time.time())
        name = f"{self._last:06d}-{identifier}"
        destination = asked.get("Destination") or {}
        envelope = {
            "id": name,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "from": asked.get("FromEmailAddress", ""),
            "to": [to for kind in ("To", "Cc", "Bcc") for to in destination.get(f"{kind}Addresses") or []],
            "ses_message_id": f"<{identifier}@{self._domain}>",
            "configuration_set": asked.get("ConfigurationSetName", ""),
            "tags": {tag["Name"]: tag["Value"] for tag in asked.get("EmailTags") or []},
        }
        disk.replace_file(self._folder / f"{name}.eml", raw)
        disk.replace_file(self._folder / f"{name}.json", json.dumps(envelope).encode())
