"""A phone call or an internal note joins the history: who, when, with whom, what was said (K-43, D-28, E-M22, U-58).

A call with somebody of the file stands in his conversation like a mail of his, marked as reported: what it seems to
say is proposed, and nothing moves before a person confirms it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain import assignment
from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.message import Message
from chalicelib.domain.proposal import makes_sense
from chalicelib.domain.ticket import Exchange, answered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.meaning import meanings
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "log_note"
TEXT_LIMIT = 4000
TRIES = 3
Kind = Literal["call", "note"]


def log_note(office: Office, user: User, number: int, kind: Kind, nonce: str, text: str, with_whom: str,
             now: datetime) -> None:
    """A call is an act of ours: what waited for one is done. A note changes nothing else. Twice is once.
    Raises NotFound, Invalid, Conflict (also when the form was used for another text)."""
    said = derived(kind, text.strip(), with_whom.strip())
    if done_before(office, MARKER, nonce, said):
        return
    if not text.strip():
        raise Invalid(Fault("text", "required"))
    if len(text) > TEXT_LIMIT:
        raise Invalid(Fault("text", "too_long"))
    for _ in range(TRIES):
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        reported = _reported(file, nonce, text.strip(), with_whom.strip(), now) if kind == "call" else Change()
        facts: dict[str, str | int] = {} if reported.added else {"text": text.strip()}
        if with_whom.strip():
            facts["to"] = with_whom.strip()[:200]
        entry = TimelineEntry(number, derived(nonce, kind), now, kind, user.name, facts)
        exchange = Exchange(user.name, kind, now)
        ticket = answered(file.ticket, exchange) if kind == "call" else replace(file.ticket, last_exchange=exchange)
        try:
            office.books.commit(reported.plus(
                Change(added=(entry,), changed=(ticket,), marker=Marker(MARKER, nonce, said, now))))
        except AlreadyDone:
            done_before(office, MARKER, nonce, said)
            return
        except Outdated:
            continue
        return
    raise Conflict("ticket_changed")


def _reported(file: TicketFile, nonce: str, text: str, with_whom: str, now: datetime) -> Change:
    """The call as a message of the person, when he is known on the file: his firm has answered, his clock stops."""
    talk = next((c for c in file.conversations if c.name == with_whom), None)
    if talk is None:
        return Change()
    asked = bool(file.put_to(talk.party_id))
    said = meanings(text, "owner" if asked else talk.role, paris_day(now))
    proposals = tuple(p for p in said if makes_sense(p.kind, file.ticket, asked=asked))
    message = Message(file.ticket.number, derived(nonce, "reported"), now, "in", talk.party_id, talk.name, "", text,
                      role=talk.role, kind="call", marks=("reported",), proposals=proposals)
    firm = file.assignment(talk.party_id)
    answered_ = (assignment.moved(firm, "answered"),) if firm and firm.state == "asked" else ()
    return Change(added=(message,), changed=(replace(talk, spoke_at=now), *answered_))
