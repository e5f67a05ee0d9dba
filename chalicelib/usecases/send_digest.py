"""The morning mail, once per manager and business day, at 7:30 in Paris; nothing to say, no mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import AlreadyDone, Change
from chalicelib.domain.chase_plan import hours_of
from chalicelib.domain.digest import Digest, digest_of, is_its_hour, last_closing
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.usecases.date_mandates import to_begin
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "digest"
ROWS_READ = 1000
MANAGERS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class Morning:
    """What the office reads once for all its managers."""

    rows: tuple[dict[str, Any], ...]
    expected: list[dict[str, Any]]
    since: datetime


def send_digest(office: Office, now: datetime) -> int:
    """How many were queued. Outside its hours nothing is even read. Once a day; the first of an agency also begins to
    date the mandates that were kept before."""
    if not is_its_hour(now):
        return 0
    day = paris_day(now).isoformat()
    if office.mailbox.marker(MARKER, day):
        return 0
    morning = read_morning(office, now)
    managers = [u for u in office.directory.users() if u.active and u.role == "manager"][:MANAGERS_AT_MOST]
    told = [u for u in managers if not told_to(morning, u.id).empty]
    mails = tuple(OutgoingMail(
        id=derived(MARKER, office.agency.id, user.id, day), purpose="digest", template="digest",
        language=user.language, to_email=user.email, to_name=user.name, created_at=now, not_before=now,
        facts={"user_id": user.id}) for user in told)
    dating = to_begin(office, now)
    try:
        office.books.commit(Change(added=dating, mails=mails, marker=Marker(MARKER, day, day, now)))
    except AlreadyDone:
        return 0
    if dating:
        office.queues.jobs(office.agency.id, [job.id for job in dating])
    if mails:
        office.queues.mails(office.agency.id, [m.id for m in mails])
    return len(mails)


def read_morning(office: Office, now: datetime) -> Morning:
    """Two requests, however many managers."""
    hours = hours_of(office.agency)
    rows = office.tickets.rows("us", limit=ROWS_READ).rows
    return Morning(rows, office.mailbox.expected(hours.closing(paris_day(now))), last_closing(hours, now))


def told_to(morning: Morning, user_id: str) -> Digest:
    """What concerns one manager."""
    return digest_of(user_id, morning.rows, morning.expected, morning.since)
