"""One Change, one transaction: entities, timeline, queued mails, marker, tab counters, search lines and ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.mail import Marker
from chalicelib.domain.message import Message
from chalicelib.domain.reminder import Watch, watch_of
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.views import views_of
from chalicelib.models import keys
from chalicelib.stores.writes import AlreadyThere, Refused, Write


class Writer(Protocol):
    """The writing half of a table."""

    def write(self, agency_id: str, writes: Sequence[Write]) -> None: ...


class Books:
    """Commits the decisions of one agency."""

    def __init__(self, table: Writer, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id

    def commit(self, change: Change) -> None:
        """Raises AlreadyDone when the marker exists, Outdated when anything else has moved."""
        try:
            self._table.write(self._agency_id, writes_of(self._agency_id, change))
        except Refused as refusal:
            if isinstance(refusal, AlreadyThere) and isinstance(refusal.entity, Marker):
                raise AlreadyDone(refusal.entity.purpose) from refusal
            raise Outdated(refusal.entity) from refusal


def writes_of(agency_id: str, change: Change) -> list[Write]:
    """The guarded writes of a change, the marker first so that its refusal is the one reported."""
    from chalicelib.stores.followers import followers, linked  # a page that only reads needs none of it

    writes: list[Write] = []
    if change.marker:
        writes.append(Write("insert", change.marker))
    counts: list[Write] = []
    beside = followers(agency_id, change.added, change.changed, change.removed)
    for op, entities in (("insert", change.added), ("replace", change.changed)):
        for entity in entities:
            if isinstance(entity, Ticket):
                entity, counting = _counted(agency_id, replace(entity, figured=entity.figured or op == "insert"))
                entity, ties = linked(entity)
                counts += counting
                beside += ties
                beside += _watched(entity, change, fresh=op == "insert")
            writes.append(Write("insert" if op == "insert" else "replace", entity))
    writes += [Write("insert", mail) for mail in change.mails]
    writes += [Write("remove", entity) for entity in change.removed]
    return writes + _merged(counts) + beside


def _counted(agency_id: str, ticket: Ticket) -> tuple[Ticket, list[Write]]:
    """The tab counters move by the difference between the tabs counted last and those of now."""
    now = views_of(ticket)
    moves = Counter(now)
    moves.subtract(ticket.counted)
    amounts = {name: delta for name, delta in sorted(moves.items()) if delta}
    shard = keys.count_shard(agency_id, ticket.number)
    return replace(ticket, counted=now), [Write("add", key=shard, amounts=amounts)] if amounts else []


def _watched(ticket: Ticket, change: Change, *, fresh: bool) -> list[Write]:
    """Every save of a ticket makes the next sweep but a few look at its reminders, unless this is that look."""
    if any(isinstance(e, Watch) and e.ticket_number == ticket.number for e in (*change.added, *change.changed)):
        return []
    last = ticket.last_exchange
    said = [ticket.turn_since, ticket.state_since, last.at if last else None]
    said += [e.at for e in (*change.added, *change.changed) if isinstance(e, Message | TimelineEntry)]
    return [Write("put", watch_of(ticket, [moment for moment in said if moment], fresh=fresh))]


def _merged(counts: list[Write]) -> list[Write]:
    """Two tickets on one shard are one action: a transaction touches an item once."""
    by_key: dict[keys.Key, Counter[str]] = {}
    for write in counts:
        by_key.setdefault(write.key, Counter()).update(write.amounts)
    return [Write("add", key=key, amounts=dict(amounts)) for key, amounts in by_key.items()]
