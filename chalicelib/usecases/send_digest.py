"""The morning mail, once per manager and business day, at 7:30 in Paris; nothing to say, no mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import AlreadyDone, Change
from chalicelib.domain.chases import hours_of
from chalicelib.domain.digest import Digest, digest_of, is_its_hour, last_closing
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.reminder import KINDS
from chalicelib.domain.ticket import STAGES, TASKS
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import NotNeeded, own_id

MARKER = "digest"
ROWS_READ = 1000
MANAGERS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class _Morning:
    """What the office reads once for all its managers."""

    rows: tuple[dict[str, Any], ...]
    expected: list[dict[str, Any]]
    since: datetime


def send_digest(office: Office, now: datetime) -> int:
    """How many were queued. Outside its hours nothing is even read."""
    if not is_its_hour(now):
        return 0
    day = paris_day(now).isoformat()
    if office.mailbox.marker(MARKER, day):
        return 0
    morning = _read(office, now)
    managers = [u for u in office.directory.users() if u.active and u.role == "manager"][:MANAGERS_AT_MOST]
    told = [u for u in managers if not _digest(morning, u.id).empty]
    mails = tuple(OutgoingMail(
        id=derived(MARKER, office.agency.id, user.id, day), purpose="digest", template="digest",
        language=user.language, to_email=user.email, to_name=user.name, created_at=now, not_before=now,
        facts={"user_id": user.id}) for user in told)
    try:
        office.books.commit(Change(mails=mails, marker=Marker(MARKER, day, day, now)))
    except AlreadyDone:
        return 0
    if mails:
        office.queues.mails(office.agency.id, [m.id for m in mails])
    return len(mails)


def digest_spec(office: Office, mail: OutgoingMail, now: datetime) -> OutboundSpec:
    """The mail as of the moment it leaves. Raises NotNeeded when it is too late, or nothing waits any more."""
    user = office.directory.user(str(mail.facts.get("user_id", "")))
    if user is None or not user.active:
        raise NotNeeded("user_gone")
    if not is_its_hour(now) or paris_day(now) != paris_day(mail.created_at):
        raise NotNeeded("too_late")
    found = _digest(_read(office, now), user.id)
    if found.empty:
        raise NotNeeded("nothing_waits")
    letter = render("digest", user.language, _facts(office, found, user.name, user.language, now))
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=user.email, to_name=user.name,
        reply_to="", subject=letter.subject, text=letter.text, html=letter.html, language=user.language,
        message_id=own_id(office, mail), automatic="generated", loop=office.post.instance, at=now)


def _facts(office: Office, found: Digest, name: str, language: str, now: datetime) -> dict[str, Any]:
    def spoken(words: dict[str, str]) -> dict[str, str]:
        return {code: translate(word, language) for code, word in words.items()}
    return {"digest": found, "agency": office.agency, "name": name, "base": office.post.base_url, "now": now,
            "stages": spoken(STAGES), "task_words": spoken(TASKS), "reminder_kinds": spoken(KINDS),
            "today": paris_day(now)}


def _read(office: Office, now: datetime) -> _Morning:
    hours = hours_of(office.agency)
    rows = office.tickets.rows("us", limit=ROWS_READ).rows
    return _Morning(rows, office.mailbox.expected(hours.closing(paris_day(now))), last_closing(hours, now))


def _digest(morning: _Morning, user_id: str) -> Digest:
    return digest_of(user_id, morning.rows, morning.expected, morning.since)
