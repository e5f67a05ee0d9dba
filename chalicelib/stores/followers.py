"""What is written beside a thing so that it can be found: its line on a sheet, its ties to people.

They follow from the thing alone and are written in its transaction, unguarded: two writers never clash here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain import party, tie
from chalicelib.domain import property as estate
from chalicelib.domain.ticket import Ticket
from chalicelib.models import keys
from chalicelib.stores.writes import Write


def followers(agency_id: str, kept: Iterable[object], gone: Iterable[object]) -> list[Write]:
    """The writes beside those of `kept` and `gone`; each sheet and each tie at most once."""
    sheets: dict[keys.Key, dict[str, str]] = {}
    ties: dict[tie.Tie, Write] = {}
    for entities, op in ((gone, "remove"), (kept, "put")):
        for entity in entities:
            if found := _line(agency_id, entity):
                sheets.setdefault(found[0], {})[found[1]] = found[2] if op == "put" else ""
            for each in tie.ties_of(entity):
                ties[each] = Write("put" if op == "put" else "remove", each)
    return [Write("lines", key=key, lines=lines) for key, lines in sheets.items()] + list(ties.values())


def linked(ticket: Ticket) -> tuple[Ticket, list[Write]]:
    """The ticket, and ties for those of its people who have none yet."""
    people = tie.people_of(ticket)
    fresh = [Write("put", tie.ticket_tie(ticket, who)) for who in people if who not in ticket.linked]
    return (replace(ticket, linked=tuple(dict.fromkeys((*ticket.linked, *people)))), fresh) if fresh else (ticket, [])


def _line(agency_id: str, entity: object) -> tuple[keys.Key, str, str] | None:
    if isinstance(entity, party.Party):
        return keys.sheet(agency_id, entity.role, _number(entity.id)), entity.id, party.search_words(entity)
    if isinstance(entity, estate.Unit):
        return keys.sheet(agency_id, "unit", _number(entity.id)), entity.id, estate.search_words(entity)
    return None


def _number(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0]
