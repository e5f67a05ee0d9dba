"""The history of one document: what it is, its versions, its votes, and every act on it: who, what, when
(S-25, S-30, S-31, U-75)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.access_record import access_of, access_prefix
from chalicelib.domain.approval import Approval, Choice, Elector, Spoken, Vote
from chalicelib.domain.document import Document
from chalicelib.domain.electorate import electorate
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.tally import Tally, tally
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.versions import chain, difference
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.ports import Office

ADDED = "added"
SEEN_AT_MOST = 50  # the last openings that the page shows; the evidence file holds them all


@dataclass(frozen=True, slots=True)
class Voice:
    """A decider of a round and what he has said, if anything: by his vote, or in a word that a manager recorded.
    `share` is his part, empty when all are alike."""

    elector: Elector
    vote: Vote | None
    word: Spoken | None
    share: str

    @property
    def choice(self) -> Choice | None:
        said = self.vote or self.word
        return said.choice if said else None


@dataclass(frozen=True, slots=True)
class Round:
    """One round with its voices in the order they were asked, and what they come to."""

    approval: Approval
    voices: tuple[Voice, ...]
    tally: Tally
    accepted: int
    refused: int

    @property
    def split(self) -> bool:
        """« Avis partagés »: nobody but a manager can decide."""
        return self.approval.outcome == "split"


@dataclass(frozen=True, slots=True)
class Seen:
    """An opening or a download by somebody outside the office, to the minute; a program may have done it."""

    who: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """`versions` oldest first, `rounds` newest first, `lines` oldest first, `seen` newest first."""

    file: TicketFile
    document: Document
    versions: tuple[Document, ...]
    difference_cents: int | None
    packages: tuple[WorkPackage, ...]
    rounds: tuple[Round, ...]
    lines: tuple[PaperEntry, ...]
    seen: tuple[Seen, ...] = ()

    @property
    def newer(self) -> Document | None:
        """The version that stands in the place of this one."""
        return self.file.document(self.document.superseded_by) if self.document.superseded_by else None

    @property
    def deciding(self) -> tuple[str, ...]:
        """Who would be asked, as far as the file knows without another request; none: its owners, not known here."""
        file, ticket = self.file, self.file.ticket
        named = tuple(e.name for e in electorate(self.document, file.participants, file.packages, None, {}))
        asked = tuple(v.elector.name for v in self.rounds[0].voices) if self.rounds else ()
        alone = (ticket.owner.name,) if ticket.owner and len(ticket.owner_ids) < 2 else ()
        return named or asked or alone

    @property
    def several(self) -> bool:
        return len(self.file.packages) > 1


def document_history(office: Office, number: int, document_id: str) -> DocumentHistory | None:
    """Two requests and one to the file store, or None when there is no such document."""
    file = office.tickets.file(number)
    document = file.document(document_id) if file else None
    if file is None or document is None:
        return None
    rounds = sorted((a for a in file.approvals if a.document_id == document_id), key=lambda a: -a.round)
    return DocumentHistory(
        file, document, chain(file.documents, document), difference(document, file.document(document.replaces)),
        tuple(p for p in file.packages if p.id in document.packages), tuple(round_of(a) for a in rounds),
        with_arrival(document, office.tickets.paper_trail(number, document_id)), _seen(office, file, document_id))


def round_of(approval: Approval) -> Round:
    voices = tuple(Voice(e, approval.vote_of(e.party_id), approval.word_of(e.party_id),
                         f"{e.share}/{e.base}" if e.base > 1 else "") for e in approval.electors)
    said = [v.choice for v in voices]
    return Round(approval, voices, tally(approval), said.count("accept"), said.count("refuse"))


def with_arrival(document: Document, lines: Sequence[PaperEntry]) -> tuple[PaperEntry, ...]:
    """A document that came by mail was written down as it arrived: its first line is told from itself."""
    if any(line.what == ADDED for line in lines):
        return tuple(lines)
    return (PaperEntry(document.ticket_number, document.id, 0, document.received_at, ADDED, document.who,
                       document.party_id), *lines)


def _seen(office: Office, file: TicketFile, document_id: str) -> tuple[Seen, ...]:
    names = {c.party_id: c.name for c in file.conversations} | {p.party_id: p.name for p in file.participants} | {
        e.party_id: e.name for a in file.approvals for e in a.electors}
    keys = office.files.noted(f"{access_prefix(office.agency.id, file.ticket.number)}{document_id}/")
    found = [access for key in keys if (access := access_of(key))]
    found.sort(key=lambda a: a.at, reverse=True)
    return tuple(Seen(names.get(a.party_id, ""), a.what, a.at) for a in found[:SEEN_AT_MOST])
