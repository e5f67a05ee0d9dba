"""« Relancer » for several tickets at once: one mail to each firm, whatever the number of its tickets (U-43).

A mail about several tickets names under each the address by which an answer files itself there; a plain answer
to it goes to the office's own address and waits for a person, never on the wrong ticket. It is on record in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.conversation import reply_address
from chalicelib.domain.engaged import engaged_firm
from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.domain.letter import BODY_LIMIT
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.menu import find, situation, why_not
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Exchange, answered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.rendering.letters import RenderedLetter, render
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office
from chalicelib.usecases.prefill import About, prefilled
from chalicelib.usecases.send_action import OWNERS_WORD

ACTION = "chase_contractor"
AT_MOST = 50
TRIES = 3


@dataclass(frozen=True, slots=True)
class Chaser:
    """One mail to be: the firm, its tickets, the text as pre-filled."""

    party: Party
    files: tuple[TicketFile, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A ticket that no mail would be about, and the code of the reason."""

    number: int
    title: str
    reason: str


def chasers(office: Office, user: User, numbers: Sequence[int]) -> tuple[tuple[Chaser, ...], tuple[LeftOut, ...]]:
    """What would leave, and which of these tickets have nothing to ask of anybody."""
    action = find(ACTION)
    files = [f for f in (office.tickets.file(n) for n in dict.fromkeys(numbers[:AT_MOST])) if f]
    left_out, by_firm = [], dict[str, list[TicketFile]]()
    for file in files:
        reason = why_not(action, situation(file.ticket)) if action else "state"
        firm = "" if reason else engaged_firm(file)
        if reason or not firm or file.conversation(firm) is None:
            left_out.append(LeftOut(file.ticket.number, file.ticket.title, reason or "assignment"))
        else:
            by_firm.setdefault(firm, []).append(file)
    parties = office.directory.parties(*by_firm) if by_firm else []
    found = []
    for party, of_firm in zip(parties, by_firm.values(), strict=True):
        if party is None or not party.email:
            left_out += [LeftOut(f.ticket.number, f.ticket.title, "no_address") for f in of_firm]
            continue
        text = _text(office, user, party, of_firm)
        found.append(Chaser(party, tuple(of_firm), text.subject, text.text))
    return tuple(found), tuple(left_out)


def _text(office: Office, user: User, party: Party, files: list[TicketFile]) -> RenderedLetter:
    action = find(ACTION)
    if len(files) == 1 and action:
        return prefilled(office, user, files[0], action, party.language, About())
    sections = [(f.ticket, _reply(office, f, party)) for f in files]
    return render("chase_many", party.language, {"sections": sections, "user": user, "agency": office.agency})


def _reply(office: Office, file: TicketFile, party: Party) -> str:
    conversation = file.conversation(party.id)
    return reply_address(conversation, office.post.inbound_domain) if conversation else ""


def chase_many(office: Office, user: User, numbers: Sequence[int], nonce: str, texts: dict[str, str],
               now: datetime) -> tuple[str, ...]:
    """Send one mail to each firm; `texts` are the bodies as edited, by firm. Each firm is an act of its own:
    what was sent before a failure stays sent, once. Returns the firms' names. Raises Invalid, Conflict."""
    for firm, text in texts.items():
        if not text.strip():
            raise Invalid(Fault(f"body-{firm}", "required"))
        if len(text) > BODY_LIMIT:
            raise Invalid(Fault(f"body-{firm}", "too_long"))
    told = []
    for chaser in chasers(office, user, numbers)[0]:
        _send(office, user, chaser, nonce, texts.get(chaser.party.id, chaser.body).strip(), now)
        told.append(chaser.party.name)
    return tuple(told)


def _send(office: Office, user: User, chaser: Chaser, nonce: str, body: str, now: datetime) -> None:
    key = f"{nonce}:{chaser.party.id}"
    if done_before(office, ACTION, key, derived(body)):
        return
    for attempt in range(TRIES):
        files = [f for f in (office.tickets.file(f.ticket.number) for f in chaser.files) if f]
        mail, change = _change(office, user, replace(chaser, files=tuple(files)), key, body, now)
        try:
            office.books.commit(change)
        except AlreadyDone:
            done_before(office, ACTION, key, derived(body))
            return
        except Outdated as faster:
            if attempt == TRIES - 1:
                raise Conflict("ticket_changed") from faster
        else:
            office.queues.mails(office.agency.id, [mail.id])
            return


def _change(office: Office, user: User, chaser: Chaser, key: str, body: str, now: datetime,
            ) -> tuple[OutgoingMail, Change]:
    """One mail, a line on every ticket; the clock of the automatic reminders starts again on each (D-32)."""
    party, marker = chaser.party, Marker(ACTION, key, derived(body), now)
    change, first, single = Change(marker=marker), None, len(chaser.files) == 1
    for file in chaser.files:
        mail_id = derived(key, str(file.ticket.number))
        wording = Wording(ACTION, chaser.subject, body)
        sent = letter_out(office, user, file, party, party.email, wording, mail_id, now)
        first = first or _ready(sent.mail, len(chaser.files), now)
        message = replace(sent.message, mail_id=first.id)
        asked = file.assignment(party.id)
        ticket = answered(file.ticket, Exchange(user.name, ACTION, now), keep=OWNERS_WORD)
        entry = TimelineEntry(file.ticket.number, derived(mail_id, "sent"), now, ACTION, user.name,
                              {"to": party.name, "email": party.email, "mail_id": first.id})
        change = change.plus(Change(
            added=(message, entry, *((sent.ref,) if single else ())),
            changed=(ticket, *(sent.changed if single else ()), *((replace(asked, chased_at=now),) if asked else ()))))
    if first is None:
        raise Conflict("ticket_changed")
    return first, change.plus(Change(mails=(first,)))


def _ready(mail: OutgoingMail, tickets: int, now: datetime) -> OutgoingMail:
    """Not held: the list was shown before. About several tickets, it continues no conversation."""
    if tickets == 1:
        return replace(mail, not_before=now)
    return replace(mail, not_before=now, references=(), in_reply_to="", facts=mail.facts | {"several": tickets})
