"""A key on the outbound queue: the mail of that id is looked up and sent if it is due."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.handlers.events.batch import each_record
from chalicelib.usecases.send_mail import send_mail


def send(event: Any) -> dict[str, Any]:
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> str:
    return send_mail(bootstrap.office(str(body["agency"])), str(body["mail"]), bootstrap.clock())
