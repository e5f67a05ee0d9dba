"""Two works files about one thing become one: what moves, and which files look alike (D-28, E-M1). Pure.

Documents stay where they arrived: their ids and previews keep working, a quote of one file never counts in the other,
and opening the file again has nothing to take back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.agency import User
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.errors import Conflict
from chalicelib.domain.folding import fold
from chalicelib.domain.ticket import PRIORITIES, Exchange, Ticket, moved, turn
from chalicelib.domain.ticket_file import TicketFile

WITHIN = timedelta(hours=72)
AT_MOST = 8
_WORD = re.compile(r"[a-z0-9]{4,}")
_COMMON = frozenset({"bonjour", "probleme", "urgent", "dans", "avec", "pour", "suite", "demande", "depuis"})


@dataclass(frozen=True, slots=True)
class Merged:
    """Both files afterwards."""

    source: Ticket
    target: Ticket


def merge(source: TicketFile, target: TicketFile, user: User, now: datetime) -> Merged:
    """Raises Conflict when it is the same file, one of the two is over, or an order of the first waits to leave."""
    old, new = source.ticket, target.ticket
    if old.number == new.number:
        raise Conflict("same_ticket")
    if not new.is_open:
        raise Conflict("target_closed")
    if not old.is_open:
        raise Conflict("move_not_allowed")
    if old.order_leaves_at:
        raise Conflict("order_held")
    last = Exchange(user.name, "merged", now)
    ended = replace(
        moved(old, "cancelled", now), merged_into=new.number, answer_due=False, unread=False, tasks=(), turn_since=now,
        snoozed_until=None, snooze_reason="", last_exchange=last)
    kept = replace(
        new, tenant=new.tenant or old.tenant, answer_due=new.answer_due or old.answer_due,
        unread=new.unread or old.unread, priority=min(old.priority, new.priority, key=PRIORITIES.index),
        last_exchange=last)
    return Merged(ended, kept if turn(kept) == turn(new) else replace(kept, turn_since=now))


def carried(source: TicketFile, target: TicketFile) -> tuple[Conversation, ...]:
    """The tenants of the source who have no conversation on the target yet; each keeps his own, without a token."""
    theirs = {c.party_id: c for c in source.conversations if c.role == "tenant"}
    tenant = source.ticket.tenant
    if tenant and tenant.party_id and tenant.email and tenant.party_id not in theirs:
        theirs[tenant.party_id] = Conversation(
            source.ticket.number, tenant.party_id, "tenant", tenant.name, tenant.email, "", tenant.language)
    return tuple(moved_to(c, target.ticket.number, "") for c in theirs.values()
                 if target.conversation(c.party_id) is None)


def moved_to(known: Conversation, number: int, token: str) -> Conversation:
    """The same person in a new conversation of another file: its own reply address, an empty past."""
    return Conversation(number, known.party_id, known.role, known.name, known.email, token, known.language)


def alike(ticket: Ticket, rows: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Lines of open files that may be about the same thing, likeliest first: the same unit, or the same building
    within 72 hours in similar words."""
    title = _words(ticket.title)
    scored = []
    for row in rows:
        if row["number"] == ticket.number:
            continue
        same_unit = bool(ticket.unit_id) and row.get("unit_id") == ticket.unit_id
        similar = len(title & _words(str(row.get("title", ""))))
        since = datetime.fromisoformat(str(row.get("created") or row["at"]))
        near = same_building(ticket.place, str(row.get("place", ""))) and abs(ticket.created_at - since) <= WITHIN
        if same_unit or (near and similar):
            scored.append((-2 * same_unit - similar, -int(row["number"]), row))
    scored.sort(key=lambda entry: entry[:2])
    return tuple(row for _, _, row in scored[:AT_MOST])


def same_building(one: str, other: str) -> bool:
    """The same street door; the town counts when both name one."""
    first, second = ([fold(part) for part in place.split(",") if part.strip()] for place in (one, other))
    if not first or not second or first[0] != second[0]:
        return False
    return len(first) == 1 or len(second) == 1 or first[1] == second[1] or min(len(first), len(second)) == 2


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text))) - _COMMON
