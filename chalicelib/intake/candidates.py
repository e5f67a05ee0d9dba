"""Tickets a mail may belong to, ranked, each with the reasons a person can check (U-69).

Only ever a proposal: nothing here files, answers or moves anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from chalicelib.domain.folding import fold
from chalicelib.domain.mail import Candidate

AT_MOST = 5
WEIGHTS = {"named_by_id": 60, "reference": 40, "sender_on_file": 30, "same_place": 20, "similar_words": 8}
_WORD = re.compile(r"[a-z0-9]{4,}")
_COMMON = frozenset({"bonjour", "merci", "cordialement", "madame", "monsieur", "pour", "dans", "avec", "votre",
                     "notre", "vous", "nous", "devis", "facture", "suite", "demande", "hello", "your", "with"})


def rank(rows: Sequence[dict[str, Any]], words: str, people: Sequence[str], hints: Sequence[int],
         references: Sequence[int]) -> tuple[Candidate, ...]:
    """The most likely tickets, best first. `rows` are dashboard rows, `words` subject and text."""
    said = fold(words[:20_000])
    spoken = frozenset(_WORD.findall(said)) - _COMMON
    scored = []
    for row in rows:
        reasons = _reasons(row, said, spoken, people, hints, references)
        if reasons:
            scored.append((-sum(WEIGHTS[r] for r in reasons), -int(row["number"]), row, reasons))
    scored.sort(key=lambda entry: entry[:2])
    return tuple(_candidate(row, reasons, people) for _, _, row, reasons in scored[:AT_MOST])


def _reasons(row: dict[str, Any], said: str, spoken: frozenset[str], people: Sequence[str],
             hints: Sequence[int], references: Sequence[int]) -> tuple[str, ...]:
    title = frozenset(_WORD.findall(fold(str(row.get("title", ""))))) - _COMMON
    street = fold(str(row.get("place", ""))).split(",")[0]
    found = {
        "named_by_id": row["number"] in hints and row["number"] not in references,
        "reference": row["number"] in references,
        "sender_on_file": any(p in people for p in row.get("people", ())),
        "same_place": len(street) > 6 and street in said,
        "similar_words": len(title & spoken) >= min(2, max(1, len(title))),
    }
    return tuple(name for name, yes in found.items() if yes)


def _candidate(row: dict[str, Any], reasons: tuple[str, ...], people: Sequence[str]) -> Candidate:
    mine = [p for p in row.get("people", ()) if p in people]
    return Candidate(int(row["number"]), str(row.get("title", "")), str(row.get("place", "")), reasons,
                     mine[0] if mine else "")
