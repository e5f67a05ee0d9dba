"""One bad record never blocks its neighbours: only the failed ones go back to the queue (R-8, M-93)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

_LOG = logging.getLogger("bon_pour_accord")


def each_record(event: Any, handle: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Run `handle` on the JSON body of each record; the answer names those that failed."""
    failed = [record["messageId"] for record in _records(event) if not _succeeded(record, handle)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _records(event: Any) -> Iterable[dict[str, Any]]:
    raw = event.to_dict() if hasattr(event, "to_dict") else event
    records: list[dict[str, Any]] = raw.get("Records", [])
    return records


def _succeeded(record: dict[str, Any], handle: Callable[[dict[str, Any]], Any]) -> bool:
    """Failures are logged with the record's id and the exception's place, without what the mail said."""
    try:
        outcome = handle(json.loads(record["body"]))
    except Exception:
        _LOG.exception("record failed", extra={"message_id": record.get("messageId")})
        return False
    _LOG.info("record done", extra={"message_id": record.get("messageId"), "outcome": repr(outcome)[:200]})
    return True
