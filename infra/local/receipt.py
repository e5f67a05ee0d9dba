"""What SES says when it received a mail, in the shape real SES, SNS and SQS hand it to the product.

The raw mail lies in S3; the notification carries the envelope, the verdicts and a copy of the first headers.
Verdicts come from the receiving server alone: nothing inside the mail can set them.
"""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

HEADERS_LIMIT = 10 * 1024
VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")
STATUSES = ("PASS", "FAIL", "GRAY", "PROCESSING_FAILED")
TOPIC = "arn:aws:sns:eu-west-1:000000000000:bon-pour-accord-inbound"


@dataclass(frozen=True)
class Delivery:
    """One mail as the SMTP conversation brought it."""

    raw: bytes
    recipients: list[str]
    envelope_from: str
    verdicts: dict[str, str] = field(default_factory=dict)
    dmarc_policy: str = ""
    id: str = field(default_factory=lambda: secrets.token_hex(20))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def key(self) -> str:
        return f"inbound/{self.id}"


def envelope(delivery: Delivery, bucket: str) -> str:
    """The SNS envelope as it stands in the queue."""
    moment = _moment(delivery.at)
    return json.dumps({
        "Type": "Notification",
        "MessageId": str(uuid.uuid4()),
        "TopicArn": TOPIC,
        "Subject": "Amazon SES Email Receipt Notification",
        "Message": json.dumps(_notification(delivery, bucket, moment)),
        "Timestamp": moment,
        "SignatureVersion": "1",
        "Signature": "local",
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService.pem",
        "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
    })  # fmt: skip


def delivery_id(body: str) -> str:
    """The SES identifier inside a queued envelope."""
    return json.loads(json.loads(body)["Message"])["mail"]["messageId"]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _notification(delivery: Delivery, bucket: str, moment: str) -> dict[str, Any]:
    return {
        "notificationType": "Received",
        "mail": _mail(delivery, moment),
        "receipt": _receipt(delivery, bucket, moment),
    }


def _mail(delivery: Delivery, moment: str) -> dict[str, Any]:
    headers, truncated = _headers(delivery.raw)
    first = {name.lower(): value for name, value in reversed(headers)}
    common = {"returnPath": delivery.envelope_from, "messageId": first.get("message-id", "")}
    common |= {"date": first.get("date", ""), "subject": first.get("subject", "")}
    lists = {name: [first[name]] for name in ("from", "to", "cc") if name in first}
    return {
        "timestamp": moment,
        "source": delivery.envelope_from,
        "messageId": delivery.id,
        "destination": delivery.recipients,
        "headersTruncated": truncated,
        "headers": [{"name": name, "value": value} for name, value in headers],
        "commonHeaders": common | lists,
    }


def _receipt(delivery: Delivery, bucket: str, moment: str) -> dict[str, Any]:
    verdicts = {f"{name}Verdict": {"status": delivery.verdicts.get(name, "PASS")} for name in VERDICTS}
    action = {"type": "S3", "topicArn": TOPIC, "bucketName": bucket}
    action |= {"objectKeyPrefix": "inbound/", "objectKey": delivery.key}
    receipt = {"timestamp": moment, "processingTimeMillis": 1, "recipients": delivery.recipients}
    if verdicts["dmarcVerdict"]["status"] == "FAIL":
        # SES names the sender domain's policy only when DMARC failed.
        receipt["dmarcPolicy"] = delivery.dmarc_policy or "none"
    return receipt | verdicts | {"action": action}


def _headers(raw: bytes) -> tuple[list[tuple[str, str]], bool]:
    """The headers SES copies into its notification: from the top, as long as they fit."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    kept: list[tuple[str, str]] = []
    room = HEADERS_LIMIT
    for name, value in message_from_bytes(head, policy=policy.compat32).raw_items():
        text = str(value).encode("utf-8", "replace").decode()
        room -= len(name) + len(text)
        if room < 0:
            return kept, True
        kept.append((name, text))
    return kept, False
