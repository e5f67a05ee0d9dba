"""A line of a document's history in the reader's words: who, what, when, and what stood there before (S-30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import words
from chalicelib.domain.evidence_words import SOURCES as HEARD
from chalicelib.domain.marked import N_
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.property import VOTE_RULES
from chalicelib.handlers.web.labels import spoken
from chalicelib.handlers.web.paper_labels import ACTS, CHANGED, ENDED
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.usecases.set_status import SOURCES

_BY = N_("par %(name)s")
_ASKED = N_("demandé à %(names)s")
_CAME_AND_WENT = {"joined": N_("ajouté : %(names)s"), "left": N_("retiré : %(names)s")}
TEXTS = ("text", "comment", "note", "words")  # what a person said, shown whole
INTERNAL = ("note", "words", "packages", "parts")  # what the office wrote for itself, and lots that may not be theirs


@dataclass(frozen=True, slots=True)
class Told:
    """One line as it is shown. `changes` are (label, before, after); `beside` short facts; `said` somebody's words."""

    at: datetime
    what: str
    who: str
    act: str
    beside: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    said: tuple[str, ...] = ()


def told(lines: Iterable[PaperEntry], language: str, *, outside: bool = False) -> list[Told]:
    """The lines in their order. `outside` is for participants: without what is only for the office."""
    acts, tables = spoken(ACTS, language), _tables(language)
    shown = (replace(line, facts=_public(line.facts)) for line in lines) if outside else lines
    return [_told(line, acts, tables, language) for line in shown]


def _public(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    return {name: value for name, value in facts.items() if name.removesuffix("_before") not in INTERNAL}


def _told(line: PaperEntry, acts: Mapping[str, str], tables: dict[str, dict[str, str]], language: str) -> Told:
    facts = line.facts
    changes = tuple((label, _shown(name, facts.get(f"{name}_before", ""), tables, language),
                     _shown(name, facts.get(name, ""), tables, language))
                    for name, label in tables["changed"].items() if name in facts or f"{name}_before" in facts
                    ) if line.what in ("described", "corrected") else ()
    said = tuple(str(facts[name]) for name in TEXTS if facts.get(name))
    return Told(line.at, line.what, line.who, acts.get(line.what, line.what),
                _beside(line.what, facts, tables, language), changes, said)


def _beside(what: str, facts: Mapping[str, str | int], tables: dict[str, dict[str, str]],
            language: str) -> tuple[str, ...]:
    """The short facts that a reader needs to understand the line."""
    found: list[str] = []
    if what in ("replaced", "version_of", "added", "made_variation", "stands_again") and facts.get("filename"):
        found.append(str(facts["filename"]))
    if isinstance(more := facts.get("difference_cents"), int):
        found.append(signed(more, language))
    if what.startswith("vote") and isinstance(facts.get("gross_cents"), int):
        found.append(formats.euros(int(facts["gross_cents"]), language))
    if facts.get("share"):
        found.append(str(facts["share"]))
    if by := facts.get("by") if what.startswith(("vote", "agreement", "refusal")) else "":
        found.append(translate(_BY, language) % {"name": by})
    for name, table in (("source", "sources"), ("reason", "ended")):
        if code := facts.get(name):
            found.append(tables[table].get(str(code), str(code)))
    if isinstance(most := facts.get("ceiling_cents"), int):
        found.append(formats.euros(most, language))
    found += [str(facts[name]) for name in ("name", "to", "silent") if facts.get(name)]
    if what == "electors_changed":
        found += [translate(sentence, language) % {"names": facts[name]} for name, sentence in _CAME_AND_WENT.items()
                  if facts.get(name)]
        found += [translate(VOTE_RULES[code], language) for code in VOTE_RULES if code == facts.get("rule")]
    elif facts.get("deciders"):
        found.append(translate(_ASKED, language) % {"names": facts["deciders"]})
    return tuple(found)


def signed(cents: int, language: str) -> str:
    """« +120,00 € »: a difference always shows its sign."""
    return ("+" if cents > 0 else "") + formats.euros(cents, language)


def _shown(name: str, value: str | int, tables: dict[str, dict[str, str]], language: str) -> str:
    if value in ("", None):
        return "–"
    if name == "kind":
        return tables["kinds"].get(str(value), str(value))
    return formats.plain(value, name, language)


def _tables(language: str) -> dict[str, dict[str, str]]:
    return {"changed": spoken(CHANGED, language), "sources": spoken(HEARD | SOURCES, language),
            "ended": spoken(ENDED, language), "kinds": spoken(words.KINDS, language)}

