"""A paper that was just written: its bytes, and the document it becomes but for what follows from the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from chalicelib.domain.document import Document, FiledFigure, Kind
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.trade_papers import Sender, Sums
from chalicelib.usecases.ports import Office

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes = field(repr=False)
    document: Document = field()


def draft(kind: Kind, filename: str, party_id: str = "", figures: Mapping[str, int | str | date] | None = None,
          information: str = "", packages: tuple[str, ...] = ()) -> Document:
    """The document before it has its place, its bytes and its moment. Its figures are known for certain: we wrote
    them."""
    sure = {name: FiledFigure(value, 1.0, "written here", True) for name, value in (figures or {}).items()}
    return Document(0, "", kind, filename, "application/pdf", 0, "", NEVER, party_id=party_id, figures=sure,
                    information=information, packages=packages)


def sender_of(office: Office) -> Sender:
    return Sender(office.agency.name, office.agency.phone, office.agency.intake_address)


def sums_of(document: Document | None) -> Sums:
    """What is known of the amounts of a document; HT from the other two when it was not read."""
    if document is None:
        return Sums()
    gross, vat, net = (_cents(document, name) for name in ("gross_cents", "vat_cents", "net_cents"))
    if not document.sums_close:
        return Sums(gross)
    if net is None and gross is not None and vat is not None:
        net = gross - vat
    return Sums(gross, vat, net)


def owners_of(office: Office, file: TicketFile) -> tuple[str, ...]:
    found = office.directory.parties(*file.ticket.owner_ids) if file.ticket.owner_ids else []
    names = tuple(p.name for p in found if p)
    return names or ((file.ticket.owner.name,) if file.ticket.owner else ())


def _cents(document: Document, name: str) -> int | None:
    value = document.taken(name)
    return value if isinstance(value, int) else None
