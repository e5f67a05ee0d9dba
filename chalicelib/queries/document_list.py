"""The Documents page of a works file, and the tab of one of its lots: filters, fifty lines, how many there are
(S-08, S-09, S-13, S-14, U-71)."""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass

from chalicelib.domain.document_list import PAGE, Line, Place, Wanted, after, found, lines
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One page. `count` is how many documents fit in all; `kinds` how many of each type the file holds, for the
    filter; `several` whether lots are spoken of at all (D-1)."""

    file: TicketFile
    wanted: Wanted
    lines: tuple[Line, ...]
    count: int
    kinds: dict[str, int]
    cursor: str

    @property
    def several(self) -> bool:
        return len(self.file.packages) > 1

    @property
    def package(self) -> WorkPackage | None:
        """The lot whose tab this is."""
        return next((p for p in self.file.packages if p.id == self.wanted.package), None)


def document_list(office: Office, number: int, wanted: Wanted, cursor: str = "") -> DocumentList | None:
    """One request, or None when there is no such ticket. Raises ValueError for a cursor that is not ours."""
    place = _read_cursor(cursor) if cursor else None
    file = office.tickets.file(number)
    if file is None:
        return None
    every = found(file.documents, file.packages, wanted)
    rest = after(every, place)
    shown = rest[:PAGE]
    following = _cursor(shown[-1][0]) if len(rest) > PAGE else ""
    kinds = Counter(d.kind for d in file.documents if not d.superseded_by)
    return DocumentList(file, wanted, lines(shown, file.documents, file.packages), len(every), dict(kinds), following)


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _read_cursor(cursor: str) -> Place:
    try:
        first, second, newest, name = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError):
        raise ValueError("cursor") from None
    if not (isinstance(first, int) and isinstance(second, int) and isinstance(newest, str) and isinstance(name, str)):
        raise ValueError("cursor")
    return (first, second, newest, name)
