"""A key on the outbound queue: the mail of that id is looked up and sent if it is due.

Requests for a sign-in link come the same way: who has an account is found out here, where nobody
can measure it (W-7).
"""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.handlers.events.batch import each_record
from chalicelib.usecases.send_mail import send_next
from chalicelib.usecases.sign_in import request_link


def send(event: Any) -> dict[str, Any]:
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> str:
    if "sign_in" in body:
        return _link(body["sign_in"])
    return send_next(bootstrap.office(str(body["agency"])), str(body["mail"]), bootstrap.clock())


def _link(asked: dict[str, str]) -> str:
    """The same outcome in the log, whether the address is known or not."""
    entry = bootstrap.registry().login(asked["email"])
    if entry:
        office = bootstrap.office(entry.agency_id)
        user = office.directory.user(entry.user_id)
        if user and user.active:
            request_link(office, user, asked["browser"], asked["id"], bootstrap.clock())
    return "asked"
