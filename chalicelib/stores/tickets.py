"""The works files of one agency: the head, the log, the lists."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.access_link import Draft
from chalicelib.domain.approval import Approval
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.delivery import MailTrace
from chalicelib.domain.document import Document
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.reminder import Reminder, Watch
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.models import keys
from chalicelib.stores.writes import Listing

NUMBER_BLOCK = 5  # numbers come in blocks so that the counter is never a hot key (D-3)
FIRST_NUMBER = 1000


class Tickets:
    """Reads tickets. Writing goes through Books."""

    def __init__(self, table: Any, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id
        self._numbers: list[int] = []

    def file(self, number: int) -> TicketFile | None:
        """The head of a file in one consistent request, or None."""
        found = self._table.query(keys.ticket(self._agency_id, number), keys.HEAD)
        ticket = next((e for e in found if isinstance(e, Ticket)), None)
        if ticket is None:
            return None

        def every(kind: type) -> tuple[Any, ...]:
            return tuple(e for e in found if isinstance(e, kind))
        return TicketFile(ticket, every(Conversation), every(Assignment), every(Document), every(Draft),
                          every(Reminder), next(iter(every(Watch)), None), every(MailTrace), every(Approval),
                          tuple(sorted(every(WorkPackage), key=lambda p: (p.position, p.id))), every(Participant))

    def log(self, number: int, limit: int = 100, before: str = "") -> list[Any]:
        """Messages and timeline entries, newest first."""
        pk = keys.ticket(self._agency_id, number)
        found: list[Any] = self._table.query(pk, keys.LOG, limit=limit, newest_first=True, before=before)
        return found

    def paper_trail(self, number: int, document_id: str) -> list[PaperEntry]:
        """The history of one document, oldest first."""
        found: list[PaperEntry] = self._table.query(
            keys.ticket(self._agency_id, number), keys.paper(document_id))
        return found

    def papers(self, number: int) -> list[PaperEntry]:
        """The histories of all documents of a file."""
        found: list[PaperEntry] = self._table.query(keys.ticket(self._agency_id, number), keys.PAPERS)
        return found

    def figures(self, number: int) -> tuple[Ticket, list[WorkPackage], dict[str, str] | None] | None:
        """What the financial table is made of, without the documents: the ticket, its packages, the line of each
        document by its id; None in their place for a ticket older than these lines."""
        pk = keys.ticket(self._agency_id, number)
        ticket: Ticket | None = self._table.get([(pk, keys.head())])[0]
        if ticket is None:
            return None
        packages: list[WorkPackage] = self._table.query(pk, keys.head("PACKAGE"))
        lines = self._table.sheets(keys.figures(self._agency_id, number)) if ticket.figured else None
        return ticket, sorted(packages, key=lambda p: (p.position, p.id)), lines

    def rows(self, view: str, limit: int = 50, cursor: str = "") -> Listing:
        """Lines of a dashboard view, urgent first, then the oldest turn. Raises ValueError for a foreign cursor."""
        agency_id = self._agency_id
        listing: Listing
        if view in ("all", "done", "urgent"):
            pk, prefix = keys.tickets(agency_id, done=view == "done"), "0#" if view == "urgent" else ""
            listing = self._table.listing("list", pk, prefix=prefix, limit=limit, cursor=cursor)
        else:
            listing = self._table.listing("waiting", keys.turn(agency_id, view), limit=limit, cursor=cursor)
        return listing

    def counts(self) -> dict[str, int]:
        """How many tickets each tab holds."""
        counters: dict[str, int] = self._table.counters(keys.counts(self._agency_id))
        return counters

    def new_number(self) -> int:
        try:
            return self._numbers.pop()
        except IndexError:
            last = FIRST_NUMBER + self._table.take_number(keys.numbers(self._agency_id), NUMBER_BLOCK)
            self._numbers = list(range(last, last - NUMBER_BLOCK, -1))
        return self._numbers.pop()

    def new_numbers(self, count: int) -> list[int]:
        """Many at once, in one request."""
        last = FIRST_NUMBER + self._table.take_number(keys.numbers(self._agency_id), count) if count else 0
        return list(range(last - count + 1, last + 1))
