"""What SES tells of a mail that left, through SNS and SQS: each recipient's event is recorded once (I-7)."""

from __future__ import annotations

import json
from typing import Any

from chalicelib import bootstrap
from chalicelib.handlers.events.batch import each_record
from chalicelib.intake.delivery_notice import read_notice
from chalicelib.usecases.record_delivery import record_delivery


def record(event: Any) -> dict[str, Any]:
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> list[str]:
    """One SQS body: the SNS envelope of an event, or noise to ignore."""
    notice = json.loads(body["Message"]) if "Message" in body else body
    return [record_delivery(bootstrap.office(each.agency_id), each, bootstrap.clock()) for each in read_notice(notice)]
