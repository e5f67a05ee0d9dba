"""What is written beside a thing so that it can be found: its line on a sheet, its ties to people, and what a
document brings to the financial table of its file.

They follow from the thing alone and are written in its transaction, unguarded: two writers never clash here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain import party, tie
from chalicelib.domain import property as estate
from chalicelib.domain.document import Document
from chalicelib.domain.financial_line import line_of, written
from chalicelib.domain.ticket import Ticket
from chalicelib.models import keys
from chalicelib.stores.writes import Write


def followers(agency_id: str, added: Iterable[object], changed: Iterable[object],
              gone: Iterable[object]) -> list[Write]:
    """The writes beside those of the entities; each sheet and each tie at most once. Where there never was a line,
    none is struck out."""
    sheets: dict[keys.Key, dict[str, str]] = {}
    ties: dict[tie.Tie, Write] = {}
    for entities, op in ((gone, "remove"), (changed, "put"), (added, "insert")):
        for entity in entities:
            found = _line(agency_id, entity)
            if found and (found[2] or op != "insert"):
                sheets.setdefault(found[0], {})[found[1]] = found[2] if op != "remove" else ""
            for each in tie.ties_of(entity):
                ties[each] = Write("remove" if op == "remove" else "put", each)
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
    if isinstance(entity, Document):
        key = keys.figure_sheet(agency_id, entity.ticket_number, _number(entity.id))
        line = line_of(entity)
        return key, entity.id, written(line) if line else ""
    return None


def _number(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0]
