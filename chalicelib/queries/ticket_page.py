"""The ticket page: conversation and history on the left, what is known on the right (U-56)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.menu import Offer, offers, situation
from chalicelib.domain.message import Message
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import stage, turn
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.variation import grown_from
from chalicelib.domain.versions import chain, current, proposed
from chalicelib.queries.document_history import Round, round_of
from chalicelib.usecases.ports import Office

LOG_PAGE = 100
_SAID_BY_THE_MESSAGE = ("mission", "chase_contractor", "inform_tenant", "inform_owner", "inform_other",
                        "quote_to_owner", "order", "ask_invoice", "document_received", "order_tenant", "urgent_order")


@dataclass(frozen=True, slots=True)
class TicketPage:
    """The file, its log oldest first, the menu, and whether older lines exist; `owners` where there are several: of one
    alone the ticket itself knows name and telephone."""

    file: TicketFile
    log: tuple[Message | TimelineEntry, ...]
    offers: tuple[Offer, ...]
    stage: str
    turn: str
    more: bool
    owners: tuple[Party, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that stand, the newest first; the rail shows the first ones."""
        return tuple(sorted(current(self.file.documents), key=lambda d: d.received_at, reverse=True))

    @property
    def decisions(self) -> tuple[tuple[Document, Round], ...]:
        """What is put to deciders or was decided by them, in the versions that stand."""
        rounds = ((d, self.file.approval(d.id)) for d in self.documents)
        return tuple((d, round_of(a)) for d, a in rounds if a and a.electors and a.reason != "taken_back")

    def older(self, document: Document) -> tuple[Document, ...]:
        """The versions that this one has replaced, the last one first."""
        return tuple(reversed(chain(self.file.documents, document)[:-1])) if document.replaces else ()

    def grows(self, document: Document) -> Document | None:
        """The accepted quote that this one grows after the order (E-C6)."""
        return grown_from(self.file, document)

    def seems_to_replace(self, document: Document) -> Document | None:
        """The document that a received one looks like a new version of, unless a person has said that it is none."""
        marked = MAYBE_NEW_VERSION in document.warnings
        return proposed(self.file.documents, document) if marked else None


def ticket_page(office: Office, number: int, party_id: str = "") -> TicketPage | None:
    """Two requests, three with several owners, or None when there is no such ticket."""
    file = office.tickets.file(number)
    if file is None:
        return None
    found = office.tickets.log(number, limit=LOG_PAGE)
    log = tuple(e for e in reversed(found) if _shown(e, party_id))
    several = file.ticket.owner_ids if len(file.ticket.owner_ids) > 1 else ()
    owners = tuple(p for p in office.directory.parties(*several) if p) if several else ()
    return TicketPage(file, log, offers(situation(file.ticket)), stage(file.ticket), turn(file.ticket),
                      len(found) == LOG_PAGE, owners)


def _shown(entry: Message | TimelineEntry, party_id: str) -> bool:
    """A line that only repeats the message beside it is left out; the record keeps it."""
    if isinstance(entry, Message):
        return not party_id or entry.party_id == party_id
    return entry.what not in _SAID_BY_THE_MESSAGE and not party_id


def find_message(office: Office, number: int, message_id: str) -> Message | None:
    """One message of a ticket, among its newest."""
    found = office.tickets.log(number, limit=500)
    return next((m for m in found if isinstance(m, Message) and m.id == message_id), None)
