"""An automatic reminder on its way out: is it still needed, what does it say, what becomes of it (D-32, E-M7).

The mail of a person and a day names no text: at the moment of sending every ticket in it is read again, what
is no longer waited for is left out, and a mail with nothing left in it never leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.chase_plan import LAST, Chase, hours_of
from chalicelib.domain.conversation import Conversation, MessageRef, reply_address, with_ids
from chalicelib.domain.document import Document
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.reminder import PersonDay, Reminder
from chalicelib.domain.reminders import still_wanted
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.decision_links import address_of, token_of
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.undelivered import undelivered

TEMPLATES = {
    "quote": "reminder_quote", "decision": "reminder_decision", "own_care": "reminder_own_care",
    "visit": "reminder_visit",
    "invoice": "reminder_invoice", "photos": "reminder_photos_keys", "keys": "reminder_photos_keys",
    "certificate": "reminder_certificate",
}


class NotNeeded(Exception):
    """What the mail asks for has come, or may not be asked for now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is still waited for. `since` is the day it was asked for, `until` when a certificate ends;
    `document` the paper a decision is asked on when it is not the quote of the works. `link` leads a decider to his
    page, the same as the mail `link_mail` did."""

    kind: str
    last: bool
    since: date
    until: date | None = None
    document: Document | None = None
    link_mail: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one mail says of one ticket, and the address by which an answer files itself there."""

    ticket: Ticket
    talk: Conversation
    reply: str
    asked: tuple[Asked, ...]
    visit_on: date | None = None


def reminder_spec(office: Office, mail: OutgoingMail, now: datetime) -> OutboundSpec:
    """The finished mail. Closes its round first, so that nothing joins a mail that is leaving. Raises NotNeeded,
    Outdated when a ticket was about to join."""
    day = _day(office, mail)
    hours = hours_of(office.agency)
    if day is None or day.mail_id != mail.id:
        raise NotNeeded("replaced")
    if not hours.are_open(now) or paris_day(now).isoformat() != day.day:
        raise NotNeeded("closed_hours")
    files = _files(office, day)
    sections = [s for s in (_section(office, file, mail) for file in files) if s.asked]
    if not sections:
        raise NotNeeded("no_longer_waited_for")
    office.books.commit(_closing(office, day, files, mail, now))
    return _spec(office, mail, sections, now)


def left(office: Office, mail: OutgoingMail, ses_id: str, now: datetime) -> Change:
    """The mail is gone: every reminder in it is history on its own ticket."""
    day = _day(office, mail)
    files = _files(office, day) if day else []
    gone = replace(mail, state="sent", ses_id=ses_id, sent_at=now, lease_until=None)
    added: list[object] = []
    changed: list[object] = [gone]
    ses_message_id = f"{ses_id}@{office.post.ses_message_domain}"
    for file in files:
        queued = _queued(file, mail)
        changed += [replace(r, state="sent", at=now) for r in queued]
        added += [_entry(file, mail, f"reminded_{kind}", now, {}) for kind in dict.fromkeys(r.kind for r in queued)]
        talk = file.conversation(mail.party_id)
        if talk and len(files) == 1:
            changed.append(with_ids(talk, own_id(office, mail), ses_message_id))
    if files:
        # Ids lead robots' answers to the first ticket; only a mail about one ticket lets a person's answer follow.
        subject = mail.subject if len(files) == 1 else ""
        added += [MessageRef(i, files[0].ticket.number, mail.party_id, subject)
                  for i in dict.fromkeys((own_id(office, mail), ses_message_id))]
    return Change(added=tuple(added), changed=tuple(changed))


def not_needed(office: Office, mail: OutgoingMail, reason: str, now: datetime) -> Change:
    """The mail will not leave. Its steps are taken back and its tickets looked at again, unless an earlier try
    may have reached the person: that one counts."""
    cancelled = replace(mail, state="cancelled", failure=reason, lease_until=None)
    day = _day(office, mail)
    if day is None or day.mail_id != mail.id:
        return Change(changed=(cancelled,))
    files = _files(office, day)
    if mail.double:
        return Change(changed=(cancelled, *(replace(r, state="sent", at=now) for f in files for r in _queued(f, mail))))
    dropped = (e for file in files for e in _dropped(file, _queued(file, mail), now))
    return Change(changed=(cancelled, replace(day, state="free"), *dropped))


def refused(office: Office, mail: OutgoingMail, what: str, now: datetime, task: str) -> Change:
    """The mail does not arrive: each of its tickets says so, with what a person must do now (U-60)."""
    day = _day(office, mail)
    told = Change()
    for file in _files(office, day) if day and day.mail_id == mail.id else []:
        queued = _queued(file, mail)
        if queued:
            line = undelivered(replace(mail, ticket_number=file.ticket.number), file, what, str(file.ticket.number),
                               now, task)
            told = told.plus(line).plus(Change(changed=tuple(replace(r, state="failed", at=now) for r in queued)))
    return told


def own_id(office: Office, mail: OutgoingMail) -> str:
    return mail.message_id or f"{mail.id}@{office.post.inbound_domain}"


def _day(office: Office, mail: OutgoingMail) -> PersonDay | None:
    return office.mailbox.person_days((mail.party_id, str(mail.facts.get("day", ""))))[0]


def _files(office: Office, day: PersonDay) -> list[TicketFile]:
    return [file for file in (office.tickets.file(n) for n in day.tickets) if file]


def _queued(file: TicketFile, mail: OutgoingMail) -> list[Reminder]:
    return [r for r in file.reminders if r.mail_id == mail.id and r.state == "queued"]


def _closing(office: Office, day: PersonDay, files: Iterable[TicketFile], mail: OutgoingMail, now: datetime) -> Change:
    """The round is closed with what leaves; what is no longer needed is taken out of it."""
    kept, dropped = [], []
    for file in files:
        queued = _queued(file, mail)
        wanted = [r for r in queued if still_wanted(file, office.agency, r)]
        if wanted:
            kept.append(file.ticket.number)
        dropped += _dropped(file, [r for r in queued if r not in wanted], now)
    return Change(changed=(replace(day, tickets=tuple(kept), state="closed"), *dropped))


def _dropped(file: TicketFile, reminders: list[Reminder], now: datetime) -> list[object]:
    """A step that was not taken after all: it may become due again."""
    if not reminders:
        return []
    again = [replace(file.watch, look_at=now)] if file.watch and file.ticket.is_open else []
    return [*(replace(r, state="dropped", step=r.step - 1, mail_id="", at=now) for r in reminders), *again]


def _section(office: Office, file: TicketFile, mail: OutgoingMail) -> Section:
    talk = file.conversation(mail.party_id)
    firm = file.assignment(mail.party_id)
    found = [(r, still_wanted(file, office.agency, r)) for r in _queued(file, mail)]
    told = sorted((_asked(office, file, r, chase) for r, chase in found if chase),
                  key=lambda a: list(TEMPLATES).index(a.kind))
    if talk is None:
        raise NotNeeded("conversation_gone")
    return Section(file.ticket, talk, reply_address(talk, office.post.inbound_domain), tuple(told),
                   firm.visit_on if firm else None)


def _link_mail(file: TicketFile, reminder: Reminder) -> str:
    """The mail that holds this decider's newest link, on the round of this paper, or on any that is still open."""
    if reminder.kind != "decision":
        return ""
    found = [dict(a.asked).get(reminder.party_id, "") for a in file.approvals
             if a.state == "open" and reminder.document_id in ("", a.document_id)]
    return next((mail_id for mail_id in reversed(found) if mail_id), "")


def _asked(office: Office, file: TicketFile, reminder: Reminder, chase: Chase) -> Asked:
    firm, round_ = file.assignment(reminder.party_id), file.approval(reminder.document_id)
    since = firm.asked_at if reminder.kind == "quote" and firm else file.ticket.state_since or reminder.anchor
    since = reminder.anchor if reminder.kind == "own_care" else round_.opened_at if round_ else since
    link_mail = _link_mail(file, reminder)
    until = paris_day(chase.anchor) if reminder.kind == "certificate" else None
    number = min(reminder.step, len(chase.steps))
    return Asked(reminder.kind, number > 0 and chase.steps[number - 1].act == LAST, paris_day(since), until,
                 file.document(reminder.document_id), link_mail, address_of(office, link_mail) if link_mail else "")


def _spec(office: Office, mail: OutgoingMail, sections: list[Section], now: datetime) -> OutboundSpec:
    one = sections[0] if len(sections) == 1 else None
    works = any(a.kind == "decision" and a.document is None for s in sections for a in s.asked)
    facts = {"sections": sections, "one": one, "works": works, "agency": office.agency, "name": mail.to_name,
             "ticket": sections[0].ticket, "today": paris_day(now)}
    letter = render(template_of(sections), mail.language, facts)
    ids = one.talk.message_ids if one else ()
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=mail.to_email, to_name=mail.to_name,
        reply_to=one.reply if one else office.agency.intake_address, subject=letter.subject, text=letter.text,
        html=letter.html, language=mail.language, message_id=own_id(office, mail),
        in_reply_to=ids[-1] if ids else "", references=ids, automatic="generated", loop=office.post.instance, at=now,
        secrets=tuple(token_of(office, a.link_mail) for s in sections for a in s.asked if a.link_mail))


def template_of(sections: list[Section]) -> str:
    """The mail's own template, or the one that lists different things."""
    every = [a for s in sections for a in s.asked]
    names = {"last_notice" if a.last else TEMPLATES[a.kind] for a in every}
    return names.pop() if len(names) == 1 else "reminder_several"


def _entry(file: TicketFile, mail: OutgoingMail, what: str, now: datetime,
           facts: dict[str, str | int]) -> TimelineEntry:
    told: dict[str, str | int] = {"to": mail.to_name or mail.to_email, "mail_id": mail.id}
    return TimelineEntry(file.ticket.number, derived(mail.id, what, str(file.ticket.number)), now, what, "",
                         told | facts)
