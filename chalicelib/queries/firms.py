"""The firms a letter may go to: those of the file, those advised, and what a search finds (U-64).

A small directory is offered whole. A large one is never read row by row: its sheets of words say who is advised or
found, and only those are fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Any

from chalicelib.domain.advice import adviser
from chalicelib.domain.directory_search import hits
from chalicelib.domain.folding import fold
from chalicelib.domain.party import WORD_FIELDS, Party, lapsed_on
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office

FEW = 60
SHOWN = 30
_TRADES, _PLACE = WORD_FIELDS.index("trades"), WORD_FIELDS.index("place")


@dataclass(frozen=True, slots=True)
class Firm:
    """One line of the choice. `lapsed` are codes of its expired certificates (E-C26)."""

    id: str
    name: str
    email: str
    language: str
    trades: str
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firms:
    """`others` are all the rest of a small directory; `found` what a search in a large one (`many`) found, and
    `count` how many that were in all."""

    engaged: tuple[Firm, ...] = ()
    advised: tuple[Firm, ...] = ()
    others: tuple[Firm, ...] = ()
    found: tuple[Firm, ...] = ()
    many: bool = False
    words: str = ""
    count: int = 0

    def firm(self, party_id: str) -> Firm | None:
        lines = (*self.engaged, *self.advised, *self.others, *self.found)
        return next((f for f in lines if f.id == party_id), None)


def firms(office: Office, file: TicketFile, words: str, chosen: str, today: date) -> Firms:
    """One request for a small directory, three for a large one. `chosen` is always among them."""
    page = office.directory.page("contractor", FEW + 1)
    said = f"{file.ticket.title} {file.ticket.description}"
    if len(page.rows) <= FEW:
        advised = adviser(said)
        every = [(_of_row(row, today), advised(fold(" ".join(row.get("trades", ()))))) for row in page.rows]
        return Firms(advised=tuple(f for f, yes in every if yes), others=tuple(f for f, yes in every if not yes))
    sheets = office.directory.words("contractor")
    engaged = [a.party_id for a in file.assignments]
    advice = _advised(sheets, said, file.ticket.place)
    found = [name for _, name in hits(sheets, words)] if words.strip() else []
    wanted = dict.fromkeys((*engaged, *advice, *found[:SHOWN], *filter(None, (chosen,))))
    known = {p.id: _of_party(p, today) for p in office.directory.parties(*wanted) if p and p.role == "contractor"}
    first = tuple(known[i] for i in dict.fromkeys((*engaged, chosen)) if i in known)
    shown = {f.id for f in first}
    return Firms(first, tuple(known[i] for i in advice if i in known and i not in shown), (),
                 tuple(known[i] for i in found[:SHOWN] if i in known), True, words.strip(), len(found))


def engaged_firms(office: Office, file: TicketFile, today: date) -> Firms:
    """Those of the file alone, for a letter that follows up. One request, none without a firm."""
    ids = [a.party_id for a in file.assignments]
    found = office.directory.parties(*ids) if ids else []
    return Firms(others=tuple(_of_party(p, today) for p in found if p))


def _advised(sheets: Mapping[str, str], said: str, place: str) -> list[str]:
    """Ids of firms of the right trade, those of the neighbourhood first, then by name."""
    advised, here = adviser(said), {w for w in fold(place).split() if len(w) > 3}
    near: list[tuple[int, str, str]] = []
    for name, text in sheets.items():
        words = text.split("\n")
        if advised(words[_TRADES]):
            near.append((-len(here.intersection(words[_PLACE].split())), text, name))
    return [name for _, _, name in nsmallest(SHOWN, near)]


def _of_party(party: Party, today: date) -> Firm:
    return Firm(party.id, party.name, party.email, party.language, ", ".join(party.trades),
                lapsed_on(party.insurance_until, party.urssaf_until, today))


def _of_row(row: Mapping[str, Any], today: date) -> Firm:
    until = [date.fromisoformat(text) if (text := str(row.get(name, ""))) else None for name in ("insurance", "urssaf")]
    return Firm(str(row["id"]), str(row["name"]), str(row.get("email", "")), str(row.get("language", "fr")),
                ", ".join(row.get("trades", ())), lapsed_on(until[0], until[1], today))
