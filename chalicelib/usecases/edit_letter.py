"""A manager words a letter for the agency, or goes back to the original. What has left is not touched (U-108)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import Language, User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, DomainError
from chalicelib.domain.letter import SUBJECT_LIMIT
from chalicelib.domain.letter_fields import KINDS, FieldFault, LetterKind, faults
from chalicelib.domain.letter_template import LetterTemplate, emptied
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

BODY_LIMIT = 6_000  # characters: the fields still need room in a letter of 7 900


class Unusable(DomainError):
    """A text that cannot begin a letter: all its faults at once, with the names as they were written."""

    def __init__(self, *found: FieldFault) -> None:
        super().__init__("invalid")
        self.faults = found


@dataclass(frozen=True, slots=True)
class Wording:
    """What was typed."""

    subject: str
    body: str


def checked(kind: LetterKind, wording: Wording) -> Wording:
    """The texts as they would be kept. Raises Unusable."""
    subject, body = " ".join(wording.subject.split()), wording.body.strip()
    found = [FieldFault(where, "required") for where, text in (("subject", subject), ("body", body)) if not text]
    limits = (("subject", subject, SUBJECT_LIMIT), ("body", body, BODY_LIMIT))
    found += [FieldFault(where, "too_long") for where, text, limit in limits if len(text) > limit]
    found += faults(kind, subject, body)
    if found:
        raise Unusable(*found)
    return Wording(subject, body)


def save_letter(office: Office, user: User, key: str, language: Language, wording: Wording, version: int,
                now: datetime) -> None:
    """`version` is the text's as the form showed it, -1 when there was none. Twice is once. Raises NotAllowed,
    Unusable, Conflict."""
    managers_only(user)
    text = checked(KINDS[key], wording)
    known = office.directory.letter(key, language)
    if known and (known.subject, known.body) == (text.subject, text.body):
        return
    after = LetterTemplate(key, language, text.subject, text.body, user.name, now)
    _commit(office, known, replace(after, version=known.version) if known else after, version)


def restore_letter(office: Office, user: User, key: str, language: Language, version: int, now: datetime) -> None:
    """Back to the built-in letter. Twice is once. Raises NotAllowed, Conflict."""
    managers_only(user)
    known = office.directory.letter(key, language)
    if known is None or not known.own:
        return
    _commit(office, known, emptied(known, user.name, now), version)


def _commit(office: Office, known: LetterTemplate | None, after: LetterTemplate, version: int) -> None:
    if version != (known.version if known else -1):
        raise Conflict("settings_changed")
    try:
        office.books.commit(Change(changed=(after,)) if known else Change(added=(after,)))
    except Outdated as faster:
        raise Conflict("settings_changed") from faster
