"""The SMTP door: receives mail as SES would, and says 250 only when nothing can lose it any more.

550 for a domain that is not ours, 552 above 40 MB, 451 when storing fails so that the sender tries again.
A 250 means: the raw mail is in the inbound bucket, its receipt is spooled on disk, and the queue has it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .clients import client
from .instance import HOST, Instance
from .receipt import Delivery, envelope
from .spool import Spool

SIZE_LIMIT = 40 * 1024 * 1024
STORED = "250 2.0.0 Ok: stored as {}"
UNKNOWN = "550 5.1.2 No mail for this domain here"
RETRY = "451 4.3.0 The mail could not be stored, please try again"
TOO_BIG = "552 5.3.4 Message above 40 MB"


def domains() -> list[str]:
    return [domain.strip().lower() for domain in os.environ["INBOUND_DOMAIN"].split(",") if domain.strip()]


def is_ours(address: str) -> bool:
    return address.rpartition("@")[2].lower() in domains()


class Door:
    """Stores a delivery and hands it on. Also the way in for tests that set verdicts."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._bucket, self._queue = os.environ["INBOUND_BUCKET"], os.environ["INBOUND_QUEUE_URL"]
        self._s3, self._sqs = client("s3"), client("sqs")

    def deliver(
        self,
        raw: bytes,
        recipients: list[str],
        envelope_from: str,
        verdicts: dict[str, str] | None = None,
        dmarc_policy: str = "",
    ) -> str:
        """Take one mail in; returns its delivery id, or raises and has kept nothing that counts."""
        delivery = Delivery(raw, recipients, envelope_from, verdicts or {}, dmarc_policy)
        self._s3.put_object(Bucket=self._bucket, Key=delivery.key, Body=raw, ContentType="message/rfc822")
        body = envelope(delivery, self._bucket)
        self._spool.keep(delivery.id, body)
        try:
            self._sqs.send_message(QueueUrl=self._queue, MessageBody=body)
        except Exception:
            self._spool.drop(delivery.id)
            raise
        return delivery.id

    def refill(self) -> int:
        """Queue again what was spooled before the last stop."""
        waiting = self._spool.waiting()
        for body in waiting:
            self._sqs.send_message(QueueUrl=self._queue, MessageBody=body)
        return len(waiting)


class Conversation:
    """The answers of the door, in the words of SMTP."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not is_ours(address):
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        if len(raw) > SIZE_LIMIT:
            return TOO_BIG
        # A report travels without a sender, written <> on the wire.
        sender = (envelope.mail_from or "").removeprefix("<>")
        try:
            stored = await asyncio.to_thread(self._door.deliver, raw, list(envelope.rcpt_tos), sender)
        except Exception as error:
            print(f"smtp: not stored, sender will retry: {error}", file=sys.stderr, flush=True)
            return RETRY
        return STORED.format(stored)


def listen(instance: Instance, door: Door) -> Any:
    """Open the port. The returned controller has `stop()`."""
    controller = Controller(
        Conversation(door),
        hostname=HOST,
        port=instance.smtp_port,
        data_size_limit=SIZE_LIMIT,
        enable_SMTPUTF8=True,
        server_hostname="localhost",
        ident="Bon pour accord",
    )
    controller.start()
    return controller
