"""Calling the product's handlers as Lambda calls them: same events, same context, same partial answers."""

from __future__ import annotations

import importlib
import os
import uuid
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from chalice.local import LambdaContext

from .instance import ACCOUNT, REGION

EVERY_MINUTE = "sweep"


def product() -> ModuleType:
    """The module Lambda would load. Tests may name another."""
    return importlib.import_module(os.environ.get("APP_MODULE", "app"))


def invoke(name: str, event: dict[str, Any], seconds: int = 180) -> Any:
    """Run one handler to its end, found by the name it is registered or defined under."""
    module = product()
    registered = getattr(getattr(module, "app", None), "handler_map", {})
    handler = registered.get(name) or getattr(module, name)
    return handler(event, LambdaContext(name, 1024, seconds * 1000))


def queue_event(messages: list[dict[str, Any]], queue_url: str) -> dict[str, Any]:
    """The event an SQS trigger hands over for a batch."""
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue_url.rpartition('/')[2]}"
    return {"Records": [_record(message, arn) for message in messages]}


def _record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


def schedule_event(name: str, at: datetime) -> dict[str, Any]:
    """The event of a schedule; `time` is the moment the function should act as of."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"],
        "detail": {},
    }


def scheduled() -> list[str]:
    """Every function the product declares on a schedule, the minute sweep first."""
    sources = getattr(getattr(product(), "app", None), "event_sources", [])
    named = {source.name for source in sources if hasattr(source, "schedule_expression")}
    return [EVERY_MINUTE, *sorted(named - {EVERY_MINUTE})]
