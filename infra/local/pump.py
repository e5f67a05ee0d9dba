"""The queue pump: does what SQS triggers do for Lambda, for the queues of the product.

A message whose handler succeeded is deleted; one that failed comes back after a pause that doubles, and the
queue's own redrive policy puts it aside after its last try. A taken-in delivery leaves the spool.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .clients import client
from .lambda_events import invoke, queue_event
from .receipt import delivery_id
from .spool import Spool

LONG_POLL = 20
LONGEST_PAUSE = 300


@dataclass(frozen=True)
class Trigger:
    """One queue, the handler it feeds, and how many may run at once."""

    queue_url: str
    handler: str
    batch: int
    workers: int


def triggers() -> list[Trigger]:
    """The queues, in the order work flows through them."""
    workers = int(os.environ.get("INBOUND_WORKERS", "2"))
    return [
        Trigger(os.environ["INBOUND_QUEUE_URL"], "receive_mail", 5, workers),
        Trigger(os.environ["OUTBOUND_QUEUE_URL"], "send_mail", 5, 1),
        Trigger(os.environ["DOCUMENTS_QUEUE_URL"], "read_document", 1, 1),
        Trigger(os.environ["DELIVERY_QUEUE_URL"], "record_delivery", 10, 1),
    ]


class Pump:
    """Threads that wait on the queues and run the handlers."""

    def __init__(self, spool: Spool, chosen: list[Trigger]) -> None:
        self._spool, self._triggers = spool, chosen
        self._sqs = client("sqs")
        self._stopping = threading.Event()
        self._busy = threading.Semaphore(sum(each.workers for each in chosen))

    def start(self) -> None:
        for trigger in self._triggers:
            for _ in range(trigger.workers):
                threading.Thread(target=self._run, args=(trigger,), name=trigger.handler, daemon=True).start()

    def stop(self, patience: float = 0.7) -> None:
        """Take nothing new, and give running handlers a moment to finish."""
        self._stopping.set()
        for _ in range(sum(each.workers for each in self._triggers)):
            self._busy.acquire(timeout=patience)

    def _run(self, trigger: Trigger) -> None:
        while not self._stopping.is_set():
            try:
                messages = self._receive(trigger)
                if messages and not self._stopping.is_set():
                    with self._busy:
                        self._handle(trigger, messages)
            except Exception as error:
                if not self._stopping.wait(1):
                    print(f"pump: {trigger.handler}: {error}", file=sys.stderr, flush=True)

    def _receive(self, trigger: Trigger) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=trigger.queue_url,
            MaxNumberOfMessages=trigger.batch,
            WaitTimeSeconds=LONG_POLL,
            MessageSystemAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def _handle(self, trigger: Trigger, messages: list[dict[str, Any]]) -> None:
        failed = _run_handler(trigger, messages)
        for message in messages:
            if message["MessageId"] in failed:
                self._put_back(trigger, message)
            else:
                self._finish(trigger, message)

    def _finish(self, trigger: Trigger, message: dict[str, Any]) -> None:
        if trigger.handler == "receive_mail":
            _quietly(lambda: self._spool.drop(delivery_id(message["Body"])))
        self._sqs.delete_message(QueueUrl=trigger.queue_url, ReceiptHandle=message["ReceiptHandle"])

    def _put_back(self, trigger: Trigger, message: dict[str, Any]) -> None:
        """The deployed queue waits six function timeouts; on one machine nobody wants to wait that long."""
        tries = int(message.get("Attributes", {}).get("ApproximateReceiveCount", "1"))
        pause = min(2 ** (tries - 1), LONGEST_PAUSE)
        self._sqs.change_message_visibility(
            QueueUrl=trigger.queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=pause
        )


def pending() -> int:
    """Messages waiting or being handled, over all queues."""
    return sum(_depth(trigger.queue_url) for trigger in triggers())


def _depth(queue_url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def _run_handler(trigger: Trigger, messages: list[dict[str, Any]]) -> set[str]:
    """Run a batch; returns the identifiers that failed. A handler that raises failed for all of them."""
    try:
        answer = invoke(trigger.handler, queue_event(messages, trigger.queue_url))
    except Exception:
        traceback.print_exc()
        return {message["MessageId"] for message in messages}
    failures = answer.get("batchItemFailures", []) if isinstance(answer, dict) else []
    return {failure["itemIdentifier"] for failure in failures}


def _quietly(action: Callable[[], Any]) -> None:
    """A message that is not one of our envelopes has no spool file to remove."""
    try:
        action()
    except (ValueError, KeyError, TypeError):
        return
