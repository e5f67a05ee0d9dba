"""What a person's own words seem to say, as proposals with the sentence they were read in (M-88).

Rules on folded sentences, French and English. A sentence that denies, asks or puts a condition is not
taken for what it denies, asks or conditions: better no proposal than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.domain.folding import fold
from chalicelib.domain.proposal import Kind, Proposal
from chalicelib.intake import meaning_words as words
from chalicelib.intake.calendar_words import day_in

READ = 3_000  # characters
EVIDENCE = 240
_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")


def meanings(text: str, role: str, today: date) -> tuple[Proposal, ...]:
    """At most one proposal of each kind, in the order the sentences came. `text` holds own words only."""
    found: dict[Kind, Proposal] = {}
    for sentence in _sentences(text):
        for kind, day in _read(fold(sentence).replace("’", "'"), role, today):
            found.setdefault(kind, Proposal(kind, sentence[:EVIDENCE], day))
    if "declines" in found:
        found.pop("visit", None)
    if "directives" in found or "refuses" in found:
        found.pop("accepts", None)
    if "not_fixed" in found:
        found.pop("works_done", None)
    return tuple(found.values())


def _sentences(text: str) -> Iterator[str]:
    for part in _ENDS.split(text[:READ]):
        said = " ".join(part.split())
        if said:
            yield said


def _read(said: str, role: str, today: date) -> Iterator[tuple[Kind, date | None]]:
    asks = said.endswith("?")
    if role == "contractor":
        yield from _of_contractor(said, asks, today)
    elif role == "owner" and not asks:
        yield from _of_owner(said)
    elif role == "tenant" and not asks:
        if words.BROKEN.search(said):
            yield "not_fixed", None
        elif words.DONE.search(said) and not words.DENIES.search(said) and not words.LATER.search(said):
            yield "works_done", None


def _of_contractor(said: str, asks: bool, today: date) -> Iterator[tuple[Kind, date | None]]:
    if words.DECLINES.search(said) and not asks:
        yield "declines", None
        return
    if words.DONE.search(said) and not asks and not words.DENIES.search(said) and not words.LATER.search(said):
        yield "works_done", None
    if words.KEYS.search(said) and not asks and not words.DENIES.search(said) and not words.LATER.search(said):
        yield "keys_returned", None
    if words.VISIT.search(said) and not words.DENIES.search(said):
        day = day_in(said, today)
        if day:
            yield "visit", day


def _of_owner(said: str) -> Iterator[tuple[Kind, date | None]]:
    if words.REFUSES.search(said):
        yield "refuses", None
    elif words.ACCEPTS.search(said) and not words.UNLESS.search(said) and not words.DENIES.search(said):
        yield "accepts", None
    elif words.DIRECTS.search(said) or (words.ACCEPTS.search(said) and words.UNLESS.search(said)):
        yield "directives", None
