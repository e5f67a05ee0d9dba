"""The menu of one works file: which of its pages there are, and how much each of them holds."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.ticket_file import TicketFile


@dataclass(frozen=True, slots=True)
class FileNav:
    """How many; None where the page has not read them."""

    packages: int
    documents: int | None = None
    participants: int | None = None


def file_nav(file: TicketFile) -> FileNav:
    return FileNav(len(file.packages), sum(not d.superseded_by for d in file.documents), len(file.participants))
