"""People and units named in words: by reference, by e-mail, or by a whole name that only one bears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.folding import fold
from chalicelib.domain.party import WORD_FIELDS, Party, search_words
from chalicelib.domain.property import Unit
from chalicelib.domain.property import search_words as unit_words

SEVERAL = "several"


@dataclass(slots=True)
class People:
    """An index of one role, made from its sheets of words."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)  # name -> id -> place
    emails: dict[str, set[str]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: Mapping[str, str]) -> People:
        found = cls()
        for party_id, words in sheets.items():
            found._learn(party_id, words)
        return found

    def learn(self, party: Party) -> None:
        self._learn(party.id, search_words(party))

    def _learn(self, party_id: str, words: str) -> None:
        said = dict(zip(WORD_FIELDS, words.split("\n"), strict=False))
        self.names.setdefault(said["name"], {})[party_id] = said.get("place", "")
        for email in said.get("emails", "").split():
            self.emails.setdefault(email, set()).add(party_id)
        if reference := said.get("reference", ""):
            self.references[reference] = party_id

    def find(self, text: str) -> str:
        """The id of the only person this can mean; SEVERAL when there are more, empty when there is none."""
        said = fold(text)
        if found := self.references.get(said):
            return found
        ids = self.emails.get(said) or set(self.names.get(said, ()))
        return next(iter(ids)) if len(ids) == 1 else SEVERAL if ids else ""

    def same(self, name: str, place: str) -> str:
        """Somebody of this name in this place, or the only one of this name when no place is said."""
        here = self.names.get(fold(name), {})
        there = [i for i, known in here.items() if not place or not known or known == fold(place)]
        return there[0] if len(there) == 1 else ""


@dataclass(slots=True)
class Places:
    """An index of all units."""

    places: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: Mapping[str, str]) -> Places:
        found = cls()
        for unit_id, words in sheets.items():
            found._learn(unit_id, words)
        return found

    def learn(self, unit: Unit) -> None:
        self._learn(unit.id, unit_words(unit))

    def _learn(self, unit_id: str, words: str) -> None:
        place, _, reference = words.partition("\n")
        self.places[place] = unit_id
        if reference:
            self.references[reference] = unit_id

    def find(self, reference: str, address: str, label: str) -> str:
        """The id of the unit of this reference, or else at this place; empty when there is none."""
        known = self.references.get(fold(reference)) if reference.strip() else None
        place = fold(Unit("", " ".join(label.split()), " ".join(address.split())).place)
        return known or self.places.get(place, "") or (self.places.get(fold(reference), "") if not address else "")
