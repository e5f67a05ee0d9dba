"""SES stored a mail and told us through SNS and SQS: the notification becomes a delivery per agency.

Verdicts and recipients come from the notification, headers from the raw mail (M-43, M-52).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.mail import InboundMail
from chalicelib.handlers.events.batch import each_record
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.receive_mail import Outcome, receive_mail

PREFIX = "inbound/"
SET_UP = "AMAZON_SES_SETUP_NOTIFICATION"
_VERDICTS = ("spf", "dkim", "dmarc", "spam", "virus")
_KNOWN = ("PASS", "FAIL", "GRAY", "PROCESSING_FAILED")


def receive(event: Any) -> dict[str, Any]:
    """The answer of the Lambda function: the records to deliver again."""
    return each_record(event, _record)


def _record(body: dict[str, Any]) -> list[Outcome]:
    """One SQS body: the SNS envelope of a mail, a request to try again, or noise to ignore (M-10)."""
    if "redrive" in body:
        return [_again(body["redrive"]["agency"], body["redrive"]["delivery"])]
    notice = json.loads(body["Message"]) if "Message" in body else body
    if notice.get("notificationType") != "Received":
        return []
    key = str(notice["receipt"]["action"].get("objectKey", ""))
    if not key.startswith(PREFIX) or key.endswith(SET_UP):
        return []
    agencies = _agencies(notice)
    if not agencies:  # a domain we receive for and nobody answers for: back to the queue, then to its dead letters
        raise LookupError("no agency for the recipients of this mail")
    return [_receive(agency_id, notice, key) for agency_id in agencies]


def _agencies(notice: dict[str, Any]) -> list[str]:
    """Each agency whose domain is among the envelope recipients, once."""
    domains = dict.fromkeys(r.rpartition("@")[2].lower() for r in notice["receipt"].get("recipients", ()))
    entries = (bootstrap.registry().domain(domain) for domain in domains)
    return list(dict.fromkeys(entry.agency_id for entry in entries if entry))


def _receive(agency_id: str, notice: dict[str, Any], key: str) -> Outcome:
    verdicts = verdicts_of(notice)
    delivery = InboundMail(
        delivery_id=str(notice["mail"]["messageId"]), raw_key=key, received_at=_moment(notice),
        recipients=tuple(notice["receipt"].get("recipients", ())), verdicts=_plain(verdicts))
    return receive_mail(bootstrap.office(agency_id), delivery, verdicts, bootstrap.clock())


def _again(agency_id: str, delivery_id: str) -> Outcome:
    """A person asked to process a failed mail once more; what SES said of it was kept."""
    office = bootstrap.office(agency_id)
    kept = office.mailbox.inbound(delivery_id)
    if kept is None:
        return Outcome("ignored", "unknown_delivery")
    said: dict[str, Any] = kept.verdicts
    return receive_mail(office, kept, Verdicts(**said), bootstrap.clock())


def verdicts_of(notice: dict[str, Any]) -> Verdicts:
    """What SES found. A verdict that is absent stays MISSING, which is never a pass (M-44)."""
    receipt = notice["receipt"]
    found = {name: str(receipt.get(f"{name}Verdict", {}).get("status", "")).upper() for name in _VERDICTS}
    kept: dict[str, Any] = {name: value for name, value in found.items() if value in _KNOWN}
    return Verdicts(**kept, dmarc_policy=str(receipt.get("dmarcPolicy", "")).lower(),
                    envelope_from=str(notice["mail"].get("source", "")))


def _plain(verdicts: Verdicts) -> dict[str, str]:
    return {name: str(getattr(verdicts, name)) for name in (*_VERDICTS, "dmarc_policy", "envelope_from")}


def _moment(notice: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(notice["mail"]["timestamp"]).replace("Z", "+00:00"))


