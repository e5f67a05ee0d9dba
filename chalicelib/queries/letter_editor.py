"""The letters an agency may word for itself, and one of them with its fields and its preview (U-108)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.agency import Language, User
from chalicelib.domain.letter_fields import BY_CODE, KINDS, LetterKind
from chalicelib.domain.letter_template import LetterTemplate
from chalicelib.queries.demo_file import demo_facts
from chalicelib.rendering.letters import RenderedLetter
from chalicelib.rendering.own_letters import field_values, original, own_letter
from chalicelib.usecases.ports import Office

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Line:
    """One letter of the list, with the agency's own texts by language, where it ever had one."""

    kind: LetterKind
    own: dict[str, LetterTemplate]


@dataclass(frozen=True, slots=True)
class Usable:
    """A field as it is written in this language, what it stands for, and what it gives on the demo file."""

    written: str
    says: str
    example: str


@dataclass(frozen=True, slots=True)
class Editor:
    """`known` is the agency's own record, if any; `subject` and `body` what the editor begins with."""

    kind: LetterKind
    language: Language
    known: LetterTemplate | None
    subject: str
    body: str
    fields: tuple[Usable, ...]


def every_letter(office: Office) -> tuple[Line, ...]:
    """In the order of the menu. One request."""
    own = office.directory.letters()
    return tuple(Line(kind, {t.language: t for t in own if t.key == kind.key}) for kind in KINDS.values())


def editor(office: Office, user: User, key: str, language: str) -> Editor | None:
    """None for a letter or a language that does not exist."""
    kind, written = KINDS.get(key), next((known for known in LANGUAGES if known == language), None)
    if kind is None or written is None:
        return None
    known = office.directory.letter(key, written)
    subject, body = (known.subject, known.body) if known and known.own else original(key, written)
    return Editor(kind, written, known, subject, body, _fields(office, user, kind, written))


def preview(office: Office, user: User, kind: LetterKind, language: str, subject: str, body: str) -> RenderedLetter:
    """The letter on the demo file; what is no field stays as it was written."""
    return own_letter(kind, language, subject, body, demo_facts(office.agency, user, kind.key, language))


def _fields(office: Office, user: User, kind: LetterKind, language: Language) -> tuple[Usable, ...]:
    values = field_values(kind, language, demo_facts(office.agency, user, kind.key, language))
    every = (BY_CODE[code] for code in BY_CODE if code in kind.fields)
    return tuple(Usable("{{ %s }}" % (f.en if language == "en" else f.fr), f.says, values.get(f.code, ""))
                 for f in every)
