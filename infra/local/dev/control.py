"""The controls: a delivery with chosen verdicts, and the clock run as of a moment."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..clock import Clock
from ..receipt import STATUSES, VERDICTS
from ..smtp_door import SIZE_LIMIT, Door, is_ours
from . import forms
from .web import Asked, Told, as_json, fault, see

PARIS = ZoneInfo("Europe/Paris")


class Wrong(ValueError):
    """What was asked makes no sense."""


def deliver(asked: Asked, door: Door) -> Told:
    """Take a mail in as the SMTP door does, with the verdicts the caller wants the receiver to have given."""
    try:
        raw, options = _delivery(asked)
        to = [address for address in options.get("to", []) if address]
        verdicts = _verdicts(options)
    except ValueError as error:
        return fault(400, str(error))
    if not to or not all(is_ours(address) for address in to):
        return fault(400, "`to` must name addresses of the inbound domain")
    if len(raw) > SIZE_LIMIT:
        return fault(413, "message above 40 MB")
    sender, dmarc_policy = (options.get(name, [""])[-1] for name in ("from", "dmarc_policy"))
    return as_json({"delivery_id": door.deliver(raw, to, sender, verdicts, dmarc_policy)})


def _delivery(asked: Asked) -> tuple[bytes, dict[str, list[str]]]:
    """The mail and its options: everything as JSON, or the raw mail as body and the rest in the address."""
    if "json" not in asked.content_type:
        return asked.body, asked.params
    content = json.loads(asked.body)
    if "raw_base64" in content:
        raw = base64.b64decode(content["raw_base64"], validate=True)
    else:
        raw = str(content.get("raw", "")).encode()
    options = {key: _listed(value) for key, value in content.items() if key != "verdicts"}
    return raw, options | {key: [str(value)] for key, value in content.get("verdicts", {}).items()}


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _verdicts(options: dict[str, list[str]]) -> dict[str, str]:
    chosen = {name: options[name][-1].upper() for name in VERDICTS if name in options}
    wrong = [f"{name}={status}" for name, status in chosen.items() if status not in STATUSES]
    if wrong:
        raise Wrong(f"unknown verdict {', '.join(wrong)}; one of {', '.join(STATUSES)}")
    return chosen


def tick(asked: Asked, clock: Clock) -> Told:
    """Run the schedules as of `at`, or some days from now."""
    try:
        at = _moment(asked)
    except (ValueError, OverflowError) as error:
        return fault(400, f"not a moment: {error}")
    done = clock.tick(at)
    if asked.wants_json:
        return as_json(done)
    shown = at.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
    failed = any(not each["ok"] for each in done["ran"].values())
    return see(f"/dev/mail?avance={shown}" + ("&echec=1" if failed else ""))


def _moment(asked: Asked) -> datetime:
    """A moment without a zone is Paris time, as everything people type here."""
    if "json" in asked.content_type:
        given = json.loads(asked.body or b"{}")
        at, days = str(given.get("at", "")), str(given.get("days", ""))
    else:
        form = forms.read(asked.content_type, asked.body)
        at, days = form.one("at") or asked.param("at"), form.one("days")
    if at and not days:
        moment = datetime.fromisoformat(at)
        return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
    return datetime.now(UTC) + timedelta(days=int(days or "0"))
