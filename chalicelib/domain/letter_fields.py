"""The small language of letters: words in double braces stand for what is known of a works file, nothing else.

A text is never a program: a field is replaced once, by a value that is not read again, and anything that is no
field of this list is a fault when it is written and stays plain text when it is not (V-9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.greeting import greeted
from chalicelib.domain.marked import N_
from chalicelib.domain.menu import MENU, Audience


@dataclass(frozen=True, slots=True)
class Field:
    """Its name in each language, and what it stands for. `amount`: it says what something costs."""

    code: str
    fr: str
    en: str
    says: str
    amount: bool = False


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One letter of the menu that an agency may word for itself."""

    key: str
    label: str
    audience: Audience
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldFault:
    """`where` is "subject" or "body"; `name` is the field as it was written."""

    where: str
    code: str
    name: str = ""


FIELDS: Final[tuple[Field, ...]] = (
    Field("reference", "reference", "reference", N_("la référence du dossier")),
    Field("title", "titre", "title", N_("le titre de l’incident")),
    Field("place", "adresse", "address", N_("l’adresse du bien")),
    Field("description", "description", "description", N_("ce qui se passe")),
    Field("on_site", "contact_sur_place", "contact_on_site",
          N_("le contact sur place, avec son téléphone pour qui intervient")),
    Field("tenant", "locataire", "tenant", N_("le nom du locataire")),
    Field("owner", "proprietaire", "owner", N_("le nom du propriétaire")),
    Field("quotes", "devis", "quotes", N_("le devis en question, avec son montant"), amount=True),
    Field("ceiling", "plafond", "ceiling", N_("le montant à ne pas dépasser"), amount=True),
    Field("missing", "manque", "missing", N_("la liste de ce qui est encore attendu")),
    Field("manager", "gestionnaire", "manager", N_("le nom du gestionnaire qui écrit")),
    Field("agency", "agence", "agency", N_("le nom de l’agence")),
    Field("phone", "telephone", "phone", N_("le téléphone de l’agence")),
    Field("signature", "signature", "signature", N_("la signature de l’agence")),
)
BY_CODE: Final = {f.code: f for f in FIELDS}
_CODES: Final = {name: f.code for f in FIELDS for name in (f.fr, f.en)}
_EVERYWHERE: Final = ("reference", "title", "place", "description", "on_site", "tenant", "owner", "manager", "agency",
                      "phone", "signature")
_MORE: Final[dict[str, tuple[str, ...]]] = {
    "mission_direct": ("ceiling",), "chase_contractor": ("missing",), "ask_invoice": ("missing",),
    "quote_to_owner": ("quotes",), "order": ("quotes",)}
_PEOPLE: Final = ("owner", "tenant")
_PLACE = re.compile(r"\{\{[ \t\u00a0]*([^{}\n]*?)[ \t\u00a0]*\}\}")
_HOLE = "\x00"  # stands where a value is missing; forms and mails hold none
_GAP = re.compile(rf",[ \u00a0]*{_HOLE}(?=[ \u00a0]*[,.])|[ \u00a0]*{_HOLE}(?=[,.])|[ \u00a0]?{_HOLE}")


def _kinds() -> dict[str, LetterKind]:
    found = {}
    for action in (a for a in MENU if a.template):
        for key, label in _of_action(action.key, action.label):
            found[key] = LetterKind(key, label, action.audience, (*_EVERYWHERE, *_MORE.get(key, ())))
    return found


def _of_action(key: str, label: str) -> tuple[tuple[str, str], ...]:
    """A mission is two letters: a quote asked for, and works to be done at once."""
    direct = ("mission_direct", N_("Missionner entreprise, intervention directe"))
    return ((key, label), direct) if key == "mission" else ((key, label),)


KINDS: Final = _kinds()


def faults(kind: LetterKind, subject: str, body: str) -> list[FieldFault]:
    """Every field that may not be used here, in order, each once."""
    found: dict[FieldFault, None] = {}
    for where, text in (("subject", subject), ("body", body)):
        for name in _PLACE.findall(text):
            code = _refusal(kind, name)
            if code:
                found[FieldFault(where, code, name)] = None
        rest = _PLACE.sub(_HOLE, text.replace(_HOLE, ""))
        closed = _GAP.sub("", rest)  # where values are missing, what stood apart may meet
        if any(brace in each for brace in ("{{", "}}") for each in (rest, closed)):
            found[FieldFault(where, "unclosed")] = None
    return list(found)


def _refusal(kind: LetterKind, name: str) -> str:
    code = _CODES.get(name.lower())
    if code is None:
        return "unknown_field"
    if kind.audience == "tenant" and BY_CODE[code].amount:
        return "amount_to_tenant"
    return "" if code in kind.fields else "field_not_here"


def fill_line(text: str, kind: LetterKind, values: Mapping[str, str]) -> str:
    """A subject: one line, without holes where a value is missing."""
    return _tidied(" ".join(text.split("\n")), kind, {code: " ".join(v.split()) for code, v in values.items()})


def fill(text: str, kind: LetterKind, values: Mapping[str, str]) -> str:
    """The letter. A line whose fields are all empty is left out; the first one, which greets, only closes its
    gaps. Fields that this letter may not use are empty."""
    lines: list[str] = []
    for number, line in enumerate(text.strip().split("\n")):
        used = [_value(kind, values, name) for name in _PLACE.findall(line)]
        if not number or not used or any(used):
            said = values if number else {**values, **{n: greeted(values[n]) for n in _PEOPLE if n in values}}
            lines.append(_tidied(line, kind, said) if used else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tidied(line: str, kind: LetterKind, values: Mapping[str, str]) -> str:
    """Fields replaced; where one is empty, its place is closed: the space before it, the comma that led to it."""
    found = [_value(kind, values, name) for name in _PLACE.findall(line)]
    if all(found):
        return _PLACE.sub(lambda m: _value(kind, values, m[1]), line)
    marked = _PLACE.sub(lambda m: _value(kind, values, m[1]) or _HOLE, line.replace(_HOLE, ""))
    return _GAP.sub("", marked).strip()


def _value(kind: LetterKind, values: Mapping[str, str], name: str) -> str:
    return "" if _refusal(kind, name) else values.get(_CODES[name.lower()], "").replace(_HOLE, "")
