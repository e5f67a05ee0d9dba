"""Documents for tests about documents: made in one line, with nothing that a test does not name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.approval import Approval, Elector, Vote
from chalicelib.domain.document import Document, FiledFigure, document_id
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import WorkPackage

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NUMBER = 1001
LOTS = (WorkPackage(NUMBER, "plomb", "Plomberie", 0), WorkPackage(NUMBER, "elec", "Électricité", 1),
        WorkPackage(NUMBER, "peint", "Peinture", 2))
PAIR = (Elector("durand", "M. Paul Durand", 1, 3), Elector("garnier", "Mme Hélène Garnier", 2, 3))


def paper(name: str, kind: Any = "quote", gross: int | None = None, vat: int | None = None, number: str = "",
          age: int = 0, **more: Any) -> Document:
    """A document received `age` days before the start, with the figures named, all taken."""
    sha = hashlib.sha256(name.encode()).hexdigest()
    said = {"gross_cents": gross, "vat_cents": vat, "number": number or None}
    figures = {key: FiledFigure(value, 1.0, "page 1", True) for key, value in said.items() if value is not None}
    values: dict[str, Any] = {
        "filename": f"{name}.pdf", "content_type": "application/pdf", "size": 1000, "sha256": sha,
        "received_at": START - timedelta(days=age), "reading": "done", "figures": figures} | more
    return Document(NUMBER, document_id(NUMBER, sha), kind, **values)


def file_with(*documents: Document, approvals: tuple[Approval, ...] = (), packages: tuple[WorkPackage, ...] = (),
              **ticket: Any) -> TicketFile:
    head = Ticket(NUMBER, "Fuite", "Ça coule.", START, START, "quoting")
    return TicketFile(replace(head, **ticket), documents=documents, approvals=approvals, packages=packages)


def round_on(document: Document, *votes: tuple[str, Any], electors: tuple[Elector, ...] = PAIR,
             **more: Any) -> Approval:
    """An open round with these votes: (party, choice)."""
    cast = tuple(Vote(party, choice, START) for party, choice in votes)
    return Approval(NUMBER, document.id, 1, "unanimity", electors, document.sha256, document.edition,
                    document.gross_cents, START, cast, **more)
