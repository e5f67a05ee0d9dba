"""Queues carry keys, never content: the table holds the work, the sweep finds what a queue lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

_BATCH = 10
_LOG = logging.getLogger(__name__)


class SqsQueues:
    """Announces work. A queue that does not answer is logged and left to the sweep: the commit stands."""

    def __init__(self, outbound_url: str, documents_url: str, inbound_url: str = "") -> None:
        self._outbound = outbound_url
        self._documents = documents_url
        self._inbound = inbound_url
        self._made: Any = None

    def mails(self, agency_id: str, mail_ids: Sequence[str], delay_seconds: int = 0) -> None:
        self._send(self._outbound, [{"agency": agency_id, "mail": m} for m in mail_ids], delay_seconds)

    def documents(self, agency_id: str, documents: Sequence[tuple[int, str]]) -> None:
        bodies = [{"agency": agency_id, "ticket": number, "document": d} for number, d in documents]
        self._send(self._documents, bodies, 0)

    def jobs(self, agency_id: str, job_ids: Sequence[str]) -> None:
        """The document worker takes them: it has the time, and the libraries that read tables."""
        self._send(self._documents, [{"agency": agency_id, "job": job_id} for job_id in job_ids], 0)

    def received(self, agency_id: str, delivery_id: str) -> None:
        """Raises when the queue does not take it: the person who asked must know."""
        self._tell(self._inbound, {"redrive": {"agency": agency_id, "delivery": delivery_id}})

    def sign_in(self, email: str, browser_hash: str, request_id: str) -> None:
        """Raises when the queue does not take it. The address is looked up by the worker, so that the
        page costs the same whether somebody has an account or not (W-7)."""
        self._tell(self._outbound, {"sign_in": {"email": email, "browser": browser_hash, "id": request_id}})

    def _tell(self, url: str, body: dict[str, Any]) -> None:
        self._sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))

    def _send(self, url: str, bodies: list[dict[str, Any]], delay: int) -> None:
        for start in range(0, len(bodies), _BATCH):
            entries = [{"Id": str(i), "MessageBody": json.dumps(body), "DelaySeconds": min(delay, 900)}
                       for i, body in enumerate(bodies[start:start + _BATCH])]
            from botocore.exceptions import BotoCoreError, ClientError

            try:
                self._sqs.send_message_batch(QueueUrl=url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                _LOG.warning("queue did not take %d messages: %s", len(entries), error)

    @property
    def _sqs(self) -> Any:
        if self._made is None:
            from chalicelib.gateways.aws_client import client

            self._made = client("sqs")
        return self._made
