"""Files that wait for somebody, and a clock in Paris hours: Monday 23 November 2026, 10:00, is when stories begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.ticket import Contact, State, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.builders.month import PARIS
from tests.builders.story import mission
from tests.builders.worker import work
from tests.fakes.office import World

OWNER, FIRM = "helene.garnier@courriel.example", "contact@plomberie-marchal.example"


def at(world: World, day: int, hour: int, minute: int = 0, month: int = 11, times: int = 1) -> None:
    """It is that hour in Paris: the clock calls, and calls again when the letters of the moment have gathered."""
    world.now = datetime(2026, month, day, hour, minute, tzinfo=PARIS)
    for _ in range(2):
        for _ in range(times):
            sweep(world.office, world.now)
        work(world)
        world.later(minutes=6)


def asked(world: World, nonce: str = "a", title: str = "Fuite", firm: str = "marchal", priority: str = "normal") -> int:
    """A file on which a firm was asked for a quote; the mail has left."""
    form = NewTicket(f"open-{nonce}", title, "Ça coule.", "lilas4", priority)
    number = open_ticket(world.office, cast.CLAIRE, form, world.now)
    mission(world, number, f"mission-{nonce}", party_id=firm)
    work(world)
    return number


def waiting(world: World, number: int, state: State, **changes: Any) -> int:
    """A file in a later state, its firm retained (or in `mission`), owner and firm known by mail."""
    owner = Contact("garnier", "Mme Hélène Garnier", "", OWNER)
    ticket = Ticket(number, f"Dossier {number}", "", world.now, world.now, state=state, owner=owner,
                    state_since=world.now, contractor_ids=("marchal",))
    ticket = replace(ticket, **{k: v for k, v in changes.items() if hasattr(ticket, k)})
    talks = [Conversation(number, party, role, name, email, world.office.secrets.reply_token()) for party, role, name,
             email in (("garnier", "owner", owner.name, OWNER), ("marchal", "contractor", "Plomberie Marchal", FIRM))]
    firm = Assignment(number, "marchal", "Plomberie Marchal", world.now, state=changes.get("mission", "retained"),
                      visit_on=changes.get("visit_on"))
    world.office.books.commit(Change(added=(ticket, firm, *talks)))
    return number


def reminders_to(world: World, address: str) -> list[EmailMessage]:
    """What left by itself for somebody outside."""
    parsed: list[Any] = [message_from_bytes(raw, policy=default) for to, raw in world.mailer.sent if to == address]
    return [m for m in parsed if m["Auto-Submitted"] == "auto-generated"]


def text_of(message: EmailMessage) -> str:
    body: Any = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n")


def history(world: World, number: int) -> list[str]:
    return [e.what for e in reversed(world.office.tickets.log(number, limit=500)) if isinstance(e, TimelineEntry)]
