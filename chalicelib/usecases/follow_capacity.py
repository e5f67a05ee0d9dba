"""An owner can no longer decide, or can again: his open works files say so, and their open votes follow (E-L12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.capacity import BACK, TASK, following
from chalicelib.domain.change import Change
from chalicelib.domain.contact_follow import contact_of, followed
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases import follow_electorate
from chalicelib.usecases.decision_news import OtherAct
from chalicelib.usecases.file_act import follow_file
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def follow_capacity(office: Office, number: int, before: Contact, party: Party, who: str, cause: str,
                    now: datetime) -> None:
    """One file of his, with his new details: read, decided and committed until it holds. A file that follows already
    is left alone."""
    def decide(file: TicketFile) -> Change | None:
        change = _change(office, file, followed(file.ticket, before, contact_of(party)), party, who,
                         derived(cause, str(number)), now)
        return None if change == Change() else change

    follow_file(office, number, decide)


def _change(office: Office, file: TicketFile, ticket: Ticket, party: Party, who: str, cause: str,
            now: datetime) -> Change:
    """The task and one line of history, and what follows for open votes: his links are dead, or he is asked anew."""
    decides = party.id in ticket.owner_ids or any(
        p.party_id == party.id and p.role == "decider" for p in file.participants)
    unable = set(ticket.unable) - {party.id} | ({party.id} if decides and not party.can_decide else set())
    here = replace(file, ticket=following(ticket, unable, now))
    what: OtherAct = BACK if party.can_decide else TASK
    news = follow_electorate.followed(office, here, here, who, cause, now, what=what, of=party.name)
    if here.ticket != file.ticket and not any(isinstance(e, Ticket) for e in news.changed):
        news = news.plus(Change(changed=(here.ticket,)))
    if here.ticket.unable == file.ticket.unable or any(isinstance(e, TimelineEntry) for e in news.added):
        return news
    return news.plus(Change(added=(
        TimelineEntry(ticket.number, derived(cause, what), now, what, "", {"to": party.name, "user": who}),)))
