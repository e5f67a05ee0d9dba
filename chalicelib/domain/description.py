"""What a person says about a document: its type, words on it, its amount, whose paper it is, its lots and how it
is shared (S-11, S-12).

Figures follow the rules of a correction (domain/correction): only what was changed is confirmed under a name. What
is put to a vote is one version with its amount: those change by a new version only (D-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.domain.correction import Correction, corrected
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.money import NotAnAmount, parse_amount, typed_amount
from chalicelib.domain.progress import PROGRESS, asked_for, figure_name, with_progress
from chalicelib.domain.ticket_file import TicketFile

INFORMATION_LIMIT = 500
FIRM_LIMIT = 120
MONEY = ("gross_cents", "vat_cents")
_BOUND = ("kind", "gross_cents", "vat_cents", "firm", "packages")  # what deciders were shown, and who they are


@dataclass(frozen=True, slots=True)
class Description:
    """The form as typed. `parts` and `progress` are texts by the name of their field; `version` is the document's
    as it was shown; `firm` is None where it was not asked, `firm_id` the recorded firm of that name."""

    kind: str
    information: str = ""
    gross_cents: str = ""
    vat_cents: str = ""
    packages: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    progress: Mapping[str, str] = field(default_factory=dict)
    version: int = -1
    firm: str | None = None
    firm_id: str = ""


def described(file: TicketFile, document: Document, typed: Description, who: str) -> Document:
    """The document as this person says it is. Raises Invalid with every fault."""
    faults: list[Fault] = []
    done = _figured(document, typed, who, faults)
    if done.kind != document.kind or document.reading == "pending":
        done = replace(done, kind_by=who)
    if len(information := typed.information.strip()) > INFORMATION_LIMIT:
        faults.append(Fault("information", "too_long"))
    done = _issued(replace(done, information=information), typed, faults)
    done = _shared(file, done, typed, faults)
    done = with_progress(done, file.packages, _of_each(file, done, typed.progress), who, faults)
    faults += outvoted(file, document, done)
    if faults:
        raise Invalid(*faults)
    return done


def outvoted(file: TicketFile, document: Document, done: Document) -> list[Fault]:
    """The fields that a vote holds fast and that this would change."""
    if not bound(file, document):
        return []
    return [Fault(name if name != "packages" else "lot", "voted") for name in _BOUND
            if _said(document, name) != _said(done, name)]


def bound(file: TicketFile, document: Document) -> bool:
    """Whether deciders are asked about this very version, or have agreed to it."""
    last = file.approval(document.id)
    if last is None:
        return False
    return last.state == "open" or (last.outcome == "accepted" and document.status in ("approved", "paid"))


def shown(document: Document) -> dict[str, str]:
    """The fields as a form shows them first; a figure that nobody has confirmed is not put into anybody's mouth."""
    money = {name: document.taken(name) for name in MONEY}
    said = {"kind": document.kind, "information": document.information, "firm": document.issuer}
    return said | {
        name: typed_amount(cents) if isinstance(cents, int) else "" for name, cents in money.items()} | {
        f"part_{name}": typed_amount(cents) for name, cents in zip(document.packages, document.parts, strict=False)}


def changes(before: Document, after: Document, names: Mapping[str, str]) -> dict[str, str | int]:
    """What was said before and what is said now, for the history. `names` are those of the lots."""
    facts: dict[str, str | int] = {}
    for name in ("kind", "information", "firm", *MONEY, "packages", "parts", "progress"):
        old, new = _told(before, name, names), _told(after, name, names)
        if old != new:
            facts |= {name: new, f"{name}_before": old}
    return facts


def _figured(document: Document, typed: Description, who: str, faults: list[Fault]) -> Document:
    """Amounts left as they were shown keep their witness."""
    touched = [name for name in MONEY if _differs(document, name, getattr(typed, name))]
    correction = Correction(typed.kind, "", "", typed.gross_cents, typed.vat_cents, "", typed.version)
    try:
        done = corrected(document, correction, who, touched)
    except Invalid as error:
        faults += error.faults
        return document
    if done.kind != "credit_note" and (done.gross_cents or 0) < 0:
        faults.append(Fault("gross_cents", "negative"))
    return done


def _differs(document: Document, name: str, text: str) -> bool:
    known = document.taken(name)
    try:
        return (parse_amount(text) if text.strip() else None) != known
    except NotAnAmount:
        return True


def _issued(document: Document, typed: Description, faults: list[Fault]) -> Document:
    """Whose paper it is, as typed; a name left as it was shown says nothing new."""
    if typed.firm is None or (name := firm_name(typed.firm)) == document.issuer:
        return document
    if len(name) > FIRM_LIMIT:
        faults.append(Fault("firm", "too_long"))
    return replace(document, firm=name, firm_id=typed.firm_id)


def firm_name(text: str) -> str:
    """A name as it is kept: one space between words."""
    return " ".join(text.split())


def _shared(file: TicketFile, document: Document, typed: Description, faults: list[Fault]) -> Document:
    """The lots, in the file's order, and the part of each: none typed, equal parts."""
    if len(file.packages) < 2:
        return document
    known = [p.id for p in file.packages]
    if set(typed.packages) - set(known):
        faults.append(Fault("lot", "unknown"))
    chosen = tuple(name for name in known if name in typed.packages)
    return replace(document, packages=chosen, parts=_parts(document, chosen, typed.parts, faults))


def _parts(document: Document, chosen: tuple[str, ...], typed: Mapping[str, str],
           faults: list[Fault]) -> tuple[int, ...]:
    texts = [typed.get(name, "").strip() for name in chosen]
    if len(chosen) < 2 or not any(texts):
        return ()
    if document.gross_cents is None:
        faults.append(Fault("gross_cents", "parts_without_amount"))
        return ()
    cents: list[int] = []
    for name, text in zip(chosen, texts, strict=True):
        try:
            cents.append(parse_amount(text) if text else 0)
        except NotAnAmount:
            faults.append(Fault(f"part_{name}", "not_an_amount"))
    if len(cents) < len(chosen):
        return ()
    if sum(cents) != document.gross_cents or any(part * document.gross_cents < 0 for part in cents):
        faults.append(Fault(f"part_{chosen[0]}", "parts_do_not_add_up"))
    return tuple(cents)


def _of_each(file: TicketFile, document: Document, typed: Mapping[str, str]) -> Mapping[str, str]:
    """The form was made for the lots as they were: one percentage for several lots is that of each of them, and that
    of the only lot left is the whole one."""
    whole = typed.get(PROGRESS) or "".join(typed.get(figure_name(name), "") for name in document.packages[:1])
    return dict.fromkeys(map(figure_name, asked_for(document, file.packages)), whole) | dict(typed)


def _said(document: Document, name: str) -> object:
    if name == "firm":
        return document.issuer
    return document.taken(name) if name in MONEY else getattr(document, name)


def _told(document: Document, name: str, names: Mapping[str, str]) -> str | int:
    if name in MONEY:
        value = document.taken(name)
        return value if isinstance(value, int) else ""
    if name == "firm":
        return document.issuer
    if name == "packages":
        return ", ".join(names.get(p, p) for p in document.packages)
    if name == "parts":
        return " + ".join(typed_amount(part) for part in document.parts)
    if name == "progress":
        return ", ".join(f"{f.value}" for key, f in sorted(document.figures.items()) if key.startswith("progress_bp"))
    return str(getattr(document, name))
