"""Who decides on a document today, under which rule, read from the file and the mandate of its unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.approval import Elector
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.document import Document
from chalicelib.domain.electorate import electorate
from chalicelib.domain.party import Party
from chalicelib.domain.property import VoteRule
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Deciders:
    """The electors, the rule of their vote, and the people they are (those the directory knows)."""

    electors: tuple[Elector, ...]
    rule: VoteRule
    people: tuple[Party, ...]

    def party(self, party_id: str) -> Party | None:
        return next((p for p in self.people if p.id == party_id), None)


def deciders(office: Office, file: TicketFile, document: Document, now: datetime) -> Deciders:
    """Two requests: the unit with its mandates, the people. A file without a mandate may have none."""
    found = office.directory.unit(file.ticket.unit_id) if file.ticket.unit_id else None
    today = paris_day(now)
    mandate = next((m for m in found[2] if m.runs_on(today)), None) if found else None
    wanted = dict.fromkeys((*(mandate.owner_ids if mandate else ()),
                            *(p.party_id for p in file.participants if p.role == "decider")))
    people = tuple(p for p in office.directory.parties(*wanted) if p) if wanted else ()
    electors = electorate(document, file.participants, file.packages, mandate, {p.id: p.name for p in people},
                          {p.id for p in people if not p.can_decide})
    return Deciders(electors, mandate.vote_rule if mandate else "unanimity", people)
