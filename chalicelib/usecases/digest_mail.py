"""The morning mail on its way out: its words are those of the moment it leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.digest import Digest, is_its_hour
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.reminder import KINDS
from chalicelib.domain.tasks import TASKS
from chalicelib.domain.ticket import STAGES
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import NotNeeded, own_id
from chalicelib.usecases.send_digest import read_morning, told_to


def digest_spec(office: Office, mail: OutgoingMail, now: datetime) -> OutboundSpec:
    """The mail as of the moment it leaves. Raises NotNeeded when it is too late, or nothing waits any more."""
    user = office.directory.user(str(mail.facts.get("user_id", "")))
    if user is None or not user.active:
        raise NotNeeded("user_gone")
    if not is_its_hour(now) or paris_day(now) != paris_day(mail.created_at):
        raise NotNeeded("too_late")
    found = told_to(read_morning(office, now), user.id)
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
