"""The world that receives our mail: each mail that left gets its delivery events, as real SES would tell them.

What becomes of a mail follows from its address: `bounce@…` and anything at `invalid.example` does not exist,
`plein@…` is full, `plainte@…` complains after having received it, `rejet@…` is refused for its content, everybody
else takes it. Events go to the delivery queue in their SNS envelope; a mail told twice after a restart is harmless.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .clients import client
from .engine.disk import replace_file

SECONDS = 0.2
Told = dict[str, Any]
_NO_SUCH_USER = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 User unknown"}
_FULL = {"action": "failed", "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 Mailbox full"}


def events(envelope: Told, at: str) -> list[Told]:
    """What SES publishes for one sent mail, in order."""
    return [_event(kind, envelope, recipient, at) for recipient in envelope["to"]
            for kind in ("Send", *_fate(recipient))]


def _fate(recipient: str) -> tuple[str, ...]:
    local, _, domain = recipient.strip("<> ").lower().rpartition("@")
    name = local.split("+")[0].split(".")[0]
    if name == "bounce" or domain == "invalid.example":
        return ("Bounce",)
    if name in ("plein", "full"):
        return ("DeliveryDelay", "Full")
    if name in ("plainte", "complaint"):
        return ("Delivery", "Complaint")
    return ("Reject",) if name in ("rejet", "reject") else ("Delivery",)


def _event(kind: str, envelope: Told, recipient: str, at: str) -> Told:
    tags = {name: [value] for name, value in envelope.get("tags", {}).items()}
    mail = {"timestamp": envelope["at"], "messageId": envelope["id"].partition("-")[2], "source": envelope["from"],
            "destination": [recipient], "tags": {"ses:configuration-set": ["bon-pour-accord"]} | tags}
    hurt = {"emailAddress": recipient}
    about: dict[str, tuple[str, Told]] = {
        "Send": ("Send", {"send": {}}),
        "Bounce": ("Bounce", {"bounce": _bounce("Permanent", "General", hurt | _NO_SUCH_USER, at)}),
        "Full": ("Bounce", {"bounce": _bounce("Transient", "MailboxFull", hurt | _FULL, at)}),
        "DeliveryDelay": ("DeliveryDelay", {"deliveryDelay": {
            "delayType": "MailboxFull", "timestamp": at, "delayedRecipients": [hurt | _FULL]}}),
        "Complaint": ("Complaint", {"complaint": {"complainedRecipients": [hurt], "timestamp": at,
                                                  "feedbackId": str(uuid.uuid4()), "complaintFeedbackType": "abuse"}}),
        "Reject": ("Reject", {"reject": {"reason": "Bad content"}}),
        "Delivery": ("Delivery", {"delivery": {"timestamp": at, "processingTimeMillis": 200, "recipients": [recipient],
                                               "smtpResponse": "250 2.0.0 OK", "reportingMTA": "a.amazonses.com"}}),
    }
    name, part = about[kind]
    return {"eventType": name, "mail": mail} | part


def _bounce(kind: str, detail: str, recipient: Told, at: str) -> Told:
    return {"bounceType": kind, "bounceSubType": detail, "bouncedRecipients": [recipient], "timestamp": at,
            "feedbackId": str(uuid.uuid4())}


class Deliveries:
    """Watches the folder of sent mail and tells the queue; `told` holds the number of the last mail told."""

    def __init__(self, data: Path) -> None:
        self._folder, self._note = data / "sent", data / "told"
        self._last = self._note.read_text().strip() if self._note.exists() else ""
        self._seen = 0
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="deliveries", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(SECONDS):
            try:
                self.tell()
            except Exception as error:
                if not self._stopping.wait(1):
                    print(f"deliveries: {type(error).__name__}: {error}", file=sys.stderr, flush=True)

    def tell(self) -> int:
        """Tell of every mail that left since the last time; how many."""
        changed = self._folder.stat().st_mtime_ns if self._folder.exists() else 0
        if changed == self._seen:
            return 0
        fresh = sorted(p for p in self._folder.glob("*.json") if p.stem > self._last)
        for path in fresh:
            self._publish(json.loads(path.read_text()))
            self._last = path.stem
        if fresh:
            replace_file(self._note, self._last.encode())
        self._seen = changed
        return len(fresh)

    def _publish(self, envelope: Told) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entries = [{"Id": str(n), "MessageBody": json.dumps({
            "Type": "Notification", "MessageId": str(uuid.uuid4()), "Subject": "Amazon SES Email Event Notification",
            "Message": json.dumps(told), "Timestamp": at})} for n, told in enumerate(events(envelope, at))]
        if entries:
            client("sqs").send_message_batch(QueueUrl=os.environ["DELIVERY_QUEUE_URL"], Entries=entries)
