"""What a participant without an account sees: the documents of his packages, and sums of nothing else (S-15, D-2).

Everything a page of the space shows goes through here, so that what he may not see is not counted either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.access import Act, may, may_see, sees_all
from chalicelib.domain.author import Author, taking_part
from chalicelib.domain.document import Document
from chalicelib.domain.financial import FinancialRow, financial_table
from chalicelib.domain.financial_line import line_of
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.words import KINDS
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.queries.document_history import Round, round_of, with_arrival
from chalicelib.usecases.ports import Office

PAGE = 40
_RANK = {kind: place for place, kind in enumerate(KINDS)}
_OF_OTHERS = ("packages", "parts", "packages_before", "parts_before", "filename", "difference_cents")


@dataclass(frozen=True, slots=True)
class Space:
    """A works file as one participant may see it."""

    file: TicketFile
    member: Participant

    @property
    def author(self) -> Author:
        return taking_part(self.member)

    @property
    def everything(self) -> bool:
        return sees_all(self.member, self.file.packages)

    @property
    def packages(self) -> tuple[WorkPackage, ...]:
        """The packages he has access to, where the file has several."""
        if len(self.file.packages) < 2:
            return ()
        return tuple(p for p in self.file.packages if self.everything or p.id in self.member.packages)

    def may(self, act: Act, document: Document) -> bool:
        """A version that was replaced is read, and nothing more."""
        if act not in ("see", "download") and document.superseded_by:
            return False
        return may(self.member, act, document, self.file.packages)

    def may_deposit(self) -> bool:
        return self.member.role != "reader"

    def document(self, document_id: str) -> Document | None:
        """A document that is his to see, or None: one of somebody else's is as unknown as one that never was."""
        found = self.file.document(document_id)
        return found if found and may_see(self.member, found, self.file.packages) else None

    def documents(self) -> tuple[Document, ...]:
        """All he may see but the replaced versions, by type, the newest first."""
        mine = [d for d in self.file.documents
                if not d.superseded_by and may_see(self.member, d, self.file.packages)]
        return tuple(sorted(mine, key=lambda d: (_RANK[d.kind], -d.received_at.timestamp(), d.id)))

    def lots_of(self, document: Document) -> tuple[WorkPackage, ...]:
        """The packages of a document, without the names of those he has no access to."""
        return tuple(p for p in self.packages if p.id in document.packages)


@dataclass(frozen=True, slots=True)
class SpaceLot:
    """One package of his, or the whole file (None), with how many documents it has and its money."""

    package: WorkPackage | None
    documents: int
    money: FinancialRow


@dataclass(frozen=True, slots=True)
class SpaceList:
    """One page of his documents by type; `count` is how many there are in all, `lots` what each package comes to."""

    groups: tuple[tuple[str, tuple[Document, ...]], ...]
    count: int
    page: int
    pages: int
    lots: tuple[SpaceLot, ...]


@dataclass(frozen=True, slots=True)
class SpaceDocument:
    """One document with its round, its history as far as it is his, and what has replaced it."""

    document: Document
    lots: tuple[WorkPackage, ...]
    newer: Document | None
    round: Round | None
    lines: tuple[PaperEntry, ...]
    party_id: str

    @property
    def choice(self) -> str:
        """What he has chosen himself."""
        return next((v.vote.choice for v in self.round.voices if v.vote and v.elector.party_id == self.party_id),
                    "") if self.round else ""


def space_list(space: Space, package_id: str, page: int) -> SpaceList:
    every = space.documents()
    fitting = [d for d in every if not package_id or package_id in d.packages]
    pages = max(1, -(-len(fitting) // PAGE))
    here = min(max(page, 1), pages)
    groups: dict[str, list[Document]] = {}
    for document in fitting[(here - 1) * PAGE:here * PAGE]:
        groups.setdefault(document.kind, []).append(document)
    return SpaceList(tuple((kind, tuple(found)) for kind, found in groups.items()), len(fitting), here, pages,
                     _lots(space, every))


def _lots(space: Space, documents: Sequence[Document]) -> tuple[SpaceLot, ...]:
    """Sums over what he may see: of a document that concerns other packages too, his part alone."""
    table = financial_table(space.file.packages, [line for d in documents if (line := line_of(d))])
    counts = Counter(name for d in documents for name in d.packages)
    lots = [SpaceLot(p, counts[p.id], table.row(p.id)) for p in space.packages]
    whole = sum(not d.packages for d in documents)
    if not lots or (space.everything and whole):
        row = table.total if not lots else next((r for r in table.rows if r.package is None), None)
        lots += [SpaceLot(None, len(documents) if not lots else whole, row)] if row else []
    return tuple(lots)


def space_document(office: Office, space: Space, document_id: str) -> SpaceDocument | None:
    """One more request, for the history; None when the document is not his to see."""
    document = space.document(document_id)
    if document is None:
        return None
    last = space.file.approval(document.id)
    lines = with_arrival(document, office.tickets.paper_trail(document.ticket_number, document.id))
    return SpaceDocument(
        document, space.lots_of(document), space.document(document.superseded_by) if document.superseded_by else None,
        round_of(last) if last else None, tuple(_his(space, line) for line in lines), space.member.party_id)


def _his(space: Space, line: PaperEntry) -> PaperEntry:
    """A line without what it says of packages and documents that may not be his."""
    if space.everything or line.what not in ("described", "corrected", "replaced", "version_of"):
        return line
    return replace(line, facts={name: fact for name, fact in line.facts.items() if name not in _OF_OTHERS})
