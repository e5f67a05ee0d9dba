"""The firms that a document may be from, for the form that asks it: those of the file first, then the recorded ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.company_ids import siren_of
from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.party import WORD_FIELDS
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.queries.firms import firms
from chalicelib.usecases.ports import Office

_NAME, _SIRET = WORD_FIELDS.index("name"), WORD_FIELDS.index("siret")


@dataclass(frozen=True, slots=True)
class Issuers:
    """`names` to choose from; `read` the recorded firm that the reading of the document tells, or nothing."""

    names: tuple[str, ...]
    read: str = ""


def issuers(office: Office, file: TicketFile, document: Document | None, today: date) -> Issuers:
    """A large directory gives the firms of the file and those advised: any other one is typed. One request for a
    small directory, and two more for a document whose seller was read and whose firm nobody has named."""
    offered = firms(office, file, "", "", today)
    named = (*(a.name for a in file.assignments), *(f.name for f in (*offered.engaged, *offered.advised,
                                                                     *offered.others)))
    read = _read(office, document) if document and not document.issuer else ""
    return Issuers(tuple(dict.fromkeys(n for n in named if n)), read)


def _read(office: Office, document: Document) -> str:
    """By its SIREN, else by its very name; two that fit are none."""
    siret, name = str(document.taken("siret") or ""), fold(str(document.taken("seller_name") or ""))
    if not siret and not name:
        return ""
    lines = {i: text.split("\n") for i, text in office.directory.words("contractor").items()}
    found = [i for i, words in lines.items() if siret and words[_SIRET] and siren_of(words[_SIRET]) == siren_of(siret)]
    found = found or [i for i, words in lines.items() if name and words[_NAME] == name]
    party = office.directory.parties(found[0])[0] if len(found) == 1 else None
    return party.name if party else ""
