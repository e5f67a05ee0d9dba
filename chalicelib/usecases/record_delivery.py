"""Something happened to a mail after it left: remember it once, whenever and however often it is told (I-7, M-83).

The event may come before our own worker wrote that the mail left: then it settles the mail (R-13). A permanent
refusal or a complaint stops the address and asks a person to act; temporary ones are counted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.address_health import AddressHealth, ails, heard
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.delivery import DeliveryEvent, after, trace
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.party import normal_email
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.settled import settled
from chalicelib.usecases.undelivered import DEAD, LOST, undelivered

MARKER = "delivery"
TRIES = 8
Outcome = Literal["recorded", "already_known", "nothing_new", "unknown_mail"]


def record_delivery(office: Office, event: DeliveryEvent, now: datetime) -> Outcome:
    """Twice is once. Raises TimeoutError when the ticket keeps moving: the queue brings the event again."""
    key = derived(*event.key)
    for _ in range(TRIES):
        mail, health, marker = office.mailbox.about(event.mail_id, event.email, key)
        if marker is not None:
            return "already_known"
        if mail is None:
            return "unknown_mail"
        change = _change(office, mail, health, event, now)
        if change == Change():
            return "nothing_new"
        mark = Marker(MARKER, key, event.kind, event.at, mail.id)
        try:
            office.books.commit(replace(change, marker=mark))
        except AlreadyDone:
            return "already_known"
        except Outdated:
            continue
        return "recorded"
    raise TimeoutError("the mail changes faster than its delivery can be recorded")


def _change(office: Office, mail: OutgoingMail, health: AddressHealth | None, event: DeliveryEvent,
            now: datetime) -> Change:
    left = mail.state in ("queued", "sending", "uncertain")
    known = after(mail, event)
    address = _address(mail, health, event)
    bad = event.kind not in ("accepted", "delivered") and known.delivery != mail.delivery
    often = address is not None and event.kind == "returned" and ails(address)
    if not left and known == mail and address is None:
        return Change()
    file = office.tickets.file(mail.ticket_number) if mail.ticket_number and (left or bad or often) else None
    change = settled(office, known, file, event.ses_id, event.at) if left else _noted(mail, known, now)
    told = _told(known, file, event, now, often=often) if bad or often else Change()
    return change.plus(told).plus(_kept(health, address))


def _address(mail: OutgoingMail, health: AddressHealth | None, event: DeliveryEvent) -> AddressHealth | None:
    """The address with what the event says of it, or None when it says nothing new. A mail that was delivered
    and then « returned » met an automatic answer: that counts for nothing, in either order."""
    before = health or AddressHealth(normal_email(event.email))
    if event.kind == "returned" and mail.delivered_at:
        return None
    now = heard(before, event)
    if event.kind == "delivered" and mail.delivery == "returned":
        now = replace(now, returns=tuple(at for at in now.returns if at != mail.delivery_at))
    return None if now == before else now


def _noted(mail: OutgoingMail, known: OutgoingMail, now: datetime) -> Change:
    return Change() if known == mail else Change(changed=(known, *trace(known, now)))


def _kept(before: AddressHealth | None, address: AddressHealth | None) -> Change:
    if address is None:
        return Change()
    return Change(changed=(address,)) if before else Change(added=(address,))


def _told(mail: OutgoingMail, file: TicketFile | None, event: DeliveryEvent, now: datetime, *, often: bool) -> Change:
    """Red for what is lost; a delay is only noted, and nobody is asked to act on one."""
    key = derived(*event.key)
    if event.kind in ("bounced", "complained"):
        return undelivered(mail, file, f"mail_{event.kind}", key, now, DEAD)
    if event.kind == "rejected":
        return undelivered(mail, file, "mail_rejected", key, now, LOST)
    told = undelivered(mail, file, f"mail_{event.kind}", key, now, DEAD)
    return told if often else replace(told, changed=())
