"""What the provider tells of a mail after it was handed over, read into events (I-7, M-83).

Two shapes are in use: events of a configuration set (`eventType`) and classic notifications
(`notificationType`). A mail without our tags is not ours; a bounce may come without any recipient.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.delivery import DeliveryEvent, EventKind

_PLACES = {  # the part of a notice that speaks of the event, and where its recipients are
    "Bounce": ("bounce", "bouncedRecipients"), "Complaint": ("complaint", "complainedRecipients"),
    "Delivery": ("delivery", "recipients"), "DeliveryDelay": ("deliveryDelay", "delayedRecipients"),
    "Send": ("send", ""), "Reject": ("reject", ""),
}
_KINDS: dict[str, EventKind] = {
    "Complaint": "complained", "Delivery": "delivered", "DeliveryDelay": "delayed", "Send": "accepted",
    "Reject": "rejected",
}
_REASONS = {
    "NoEmail": "no_mailbox", "Suppressed": "blocked", "OnAccountSuppressionList": "blocked",
    "MailboxFull": "mailbox_full", "MessageTooLarge": "too_large", "AttachmentRejected": "content_refused",
    "ContentRejected": "content_refused",
}
_DELAYS = {"MailboxFull": "mailbox_full"}
_NO_SUCH_USER = ("5.1.1", "5.1.10", "5.1.0", "5.1.3", "5.1.2")


def read_notice(notice: Mapping[str, Any]) -> list[DeliveryEvent]:
    """One event per recipient; none for what is not ours, not known, or names nobody. Raises KeyError or
    ValueError for a notice that is broken."""
    told = str(notice.get("eventType") or notice.get("notificationType") or "")
    mail: Mapping[str, Any] = notice.get("mail") or {}
    tags: Mapping[str, Any] = mail.get("tags") or {}
    agency_id, mail_id = _tag(tags, "agency"), _tag(tags, "mail")
    if told not in _PLACES or not agency_id or not mail_id:
        return []
    part, place = _PLACES[told]
    about: Mapping[str, Any] = notice.get(part) or {}
    at = _moment(about.get("timestamp") or mail["timestamp"])
    listed: list[Any] = about.get(place) or [] if place else list(mail.get("destination") or ())
    found = [each if isinstance(each, dict) else {"emailAddress": each} for each in listed]
    return [DeliveryEvent(_kind(told, about), agency_id, mail_id, str(mail["messageId"]), _email(each), at,
                          _reason(told, about, each), _words(told, about, each))
            for each in found if each.get("emailAddress")]


def _kind(told: str, about: Mapping[str, Any]) -> EventKind:
    if told == "Bounce":
        return "bounced" if about.get("bounceType") == "Permanent" else "returned"
    return _KINDS[told]


def _reason(told: str, about: Mapping[str, Any], each: Mapping[str, Any]) -> str:
    if told == "Complaint":
        return "complained"
    if told == "Reject":
        return "unsafe"
    if told == "DeliveryDelay":
        return _DELAYS.get(str(about.get("delayType")), "no_answer")
    if told != "Bounce":
        return ""
    named = _REASONS.get(str(about.get("bounceSubType")))
    return named or reason_of(str(each.get("status", "")), str(each.get("diagnosticCode", "")))


def reason_of(status: str, diagnostic: str) -> str:
    """A code of the trade from the status of a mail server (RFC 3463)."""
    if status in _NO_SUCH_USER or any(code in diagnostic for code in _NO_SUCH_USER[:2]):
        return "no_mailbox"
    if status.endswith(".2.2") or "mailbox full" in diagnostic.lower():
        return "mailbox_full"
    return "refused"


def _words(told: str, about: Mapping[str, Any], each: Mapping[str, Any]) -> str:
    if told == "Reject":
        return str(about.get("reason", ""))
    return str(each.get("diagnosticCode", "") or about.get("complaintFeedbackType", "") or "")


def _email(each: Mapping[str, Any]) -> str:
    """Addresses come as they were written, sometimes with a name around them."""
    return str(each["emailAddress"]).rpartition("<")[2].strip("<> ").lower()


def _tag(tags: Mapping[str, Any], name: str) -> str:
    values = tags.get(name) or [""]
    return str(values[0] if isinstance(values, list) else values)


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text).replace("Z", "+00:00"))
