"""Which recorded firm a typed name means, for a document that somebody of the office filed (D-25, S-11)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.description import Description, firm_name
from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.party import WORD_FIELDS
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office

_NAME = WORD_FIELDS.index("name")


def with_firm(office: Office, file: TicketFile, document: Document | None, typed: Description) -> Description:
    """The form with the firm of that very name: one of the file, else the only one of the directory; a name that two
    share stays a name. One more request, and none where the name was left as it stood."""
    name = firm_name(typed.firm or "")
    if not name or (document and name == document.issuer):
        return typed
    return replace(typed, firm_id=_named(office, file, fold(name)))


def _named(office: Office, file: TicketFile, name: str) -> str:
    here = [a.party_id for a in file.assignments if fold(a.name) == name]
    found = here or [i for i, text in office.directory.words("contractor").items() if text.split("\n")[_NAME] == name]
    return found[0] if len(found) == 1 else ""
