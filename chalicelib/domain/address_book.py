"""From an address to the people who use it: what changes there when a person changes (E-L23, U-67)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.party import AddressHolder, Party, PartyAddress


def concerned(before: Party | None, after: Party) -> tuple[str, ...]:
    """The addresses to read before the entries can be told."""
    return tuple(dict.fromkeys((*(before.emails if before else ()), *after.emails)))


def entries(before: Party | None, after: Party, known: Mapping[str, PartyAddress | None]) -> tuple[PartyAddress, ...]:
    """The entries that are new or differ, version kept; one that nobody uses any more stays, empty, so that a
    colleague who gives it to somebody at the same moment is not undone."""
    holder = AddressHolder(after.id, after.role, after.name)
    found = []
    for email in concerned(before, after):
        entry = known.get(email) or PartyAddress(email, ())
        mine = [h for h in entry.holders if h.party_id == after.id]
        others = tuple(h for h in entry.holders if h.party_id != after.id)
        if email not in after.emails:
            if mine:
                found.append(replace(entry, holders=others))
        elif mine != [holder]:
            found.append(replace(entry, holders=(*others, holder)))
    return tuple(found)
