"""The agency's own wording of a letter, in one language; an empty one means that the built-in letter is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import Language


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """`key` is one of letter_fields.KINDS; `subject` and `body` are texts with fields in double braces.

    Going back to the original empties both: who did it and when stays known.
    """

    key: str
    language: Language
    subject: str
    body: str
    who: str
    at: datetime
    version: int = 0

    @property
    def own(self) -> bool:
        return bool(self.subject and self.body)


def emptied(known: LetterTemplate, who: str, now: datetime) -> LetterTemplate:
    return replace(known, subject="", body="", who=who, at=now)
