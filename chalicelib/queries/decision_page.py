"""What a decider sees behind his link: what is asked, from whom, how far the vote is, what he may still do.

Reading it changes nothing. What he may do is decided again when he posts; here it only chooses the page (U-91 to
U-103).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.approval import Approval, Vote
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.domain.party import Party
from chalicelib.domain.rivals import questions
from chalicelib.domain.tally import Tally, tally
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.cast_vote import awaited
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.freeze_votes import GONE
from chalicelib.usecases.ports import Office

State = Literal["open", "voted", "cooling", "decided", "settled", "split", "replaced", "withdrawn", "expired", "locked",
                "delegated", "cancelled"]
WAITING: tuple[State, ...] = ("open", "voted", "split", "delegated")
BARE: tuple[State, ...] = ("withdrawn", "cancelled", "locked")  # a courteous sentence and nothing of the file
TICKETS_READ = 90


@dataclass(frozen=True, slots=True)
class Option:
    """One document he was asked about, in the version he was shown, with its round; `newer` is what replaced it,
    `asked` says that his vote on it is still waited for, `cools` that what was decided with it can be cancelled,
    `chosen` that it is the one the agency proposes (D-25)."""

    document: Document
    approval: Approval
    tally: Tally
    vote: Vote | None
    newer: Document | None = None
    asked: bool = False
    cools: bool = False
    chosen: bool = False

    @property
    def open(self) -> bool:
        return self.approval.state == "open" and not self.document.superseded_by

    @property
    def agreed(self) -> bool:
        return self.document.status in ("approved", "paid")


@dataclass(frozen=True, slots=True)
class Question:
    """What is answered together: the quotes for the same works, one of which is accepted, or none. `works` names their
    packages; empty where they are for the whole file."""

    works: str
    options: tuple[Option, ...]

    def holds(self, document_id: str) -> bool:
        return any(o.document.id == document_id for o in self.options)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`state` names the page; `spent` is what was ordered for this property this year, in cents, over `spent_files`
    files; `left` says that the work order has gone."""

    link: DecisionLink
    file: TicketFile
    options: tuple[Option, ...]
    state: State
    person: Party | None
    firms: dict[str, Party]
    spent: int
    spent_files: int
    left: bool

    @property
    def ticket(self) -> Ticket:
        return self.file.ticket

    @property
    def viewable(self) -> bool:
        """While he may answer, or take his agreement back, everything he was shown; afterwards the outcome (D-19)."""
        return self.state in WAITING or self.state == "cooling"

    @property
    def bare(self) -> bool:
        return self.state in BARE

    def served(self, document_id: str) -> Document | None:
        """What he may open behind this link: the versions he is asked about, and the photos of the incident."""
        mine = (o.document for o in self.options if not o.document.superseded_by)
        photos = (d for d in self.file.documents if d.kind == "photo")
        found = next((d for d in (*mine, *photos) if d.id == document_id and d.reading != "held"), None)
        return found if self.viewable else None

    @property
    def first(self) -> Option:
        """The option the page is about: the one proposed, or the first, that waits for his answer; else the one
        accepted; else one he has answered, rather where the vote goes on and rather what he chose."""
        return min(self.options, key=lambda o: (
            not o.asked, o.asked and not o.chosen, not o.agreed, not (o.open and o.vote), not o.cools, not o.newer,
            not (o.vote and o.vote.choice == "accept"), not o.vote, not o.open))

    @property
    def asked(self) -> tuple[Option, ...]:
        """Those he may still choose among."""
        return tuple(o for o in self.options if o.asked)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those he may still choose among, by the works they are for, the one proposed first (D-1, E-L22)."""
        by_id = {o.document.id: o for o in sorted(self.asked, key=lambda o: not o.chosen)}
        names = {p.id: p.name for p in self.file.packages}
        return tuple(
            Question(", ".join(dict.fromkeys(names[n] for d in group for n in d.packages if n in names)),
                     tuple(by_id[d.id] for d in group))
            for group in questions(o.document for o in by_id.values()))

    @property
    def cooling(self) -> Option | None:
        """What was decided with his vote and can still be cancelled, an agreement rather than a refusal."""
        return min((o for o in self.options if o.cools), key=lambda o: not o.agreed, default=None)

    @property
    def answered(self) -> tuple[Option, ...]:
        """Those he has answered while the vote goes on: he may take that back."""
        return tuple(o for o in self.options if o.open and o.vote)


def decision_page(office: Office, link: DecisionLink, now: datetime) -> DecisionPage | None:
    """None when the file or its documents are gone."""
    file = office.tickets.file(link.ticket_number)
    options = tuple(_options(file, link, now)) if file else ()
    if file is None or not options:
        return None
    people = {p.id: p for p in office.directory.parties(
        *dict.fromkeys((link.party_id, *(o.document.issuer_id for o in options if o.document.issuer_id)))) if p}
    spent, files = spent_this_year(office, file, now)
    left = file.ticket.ordered_at is not None and file.ticket.state in ("in_progress", "works_done", "closed")
    state = _state(file, link, options, now)
    if state in WAITING and not _decides_today(office, file, link, options, now):
        state = "withdrawn"
    return DecisionPage(link, file, options, state, people.pop(link.party_id, None), people,
                        spent, files, left)


def _options(file: TicketFile, link: DecisionLink, now: datetime) -> Iterable[Option]:
    for bound in link.bound:
        document, approval = file.document(bound.document_id), file.approval(bound.document_id)
        if document is None or approval is None:
            continue
        newer = file.document(document.superseded_by) if document.superseded_by else None
        vote = approval.vote_of(link.party_id)
        yield Option(document, approval, tally(approval), vote, newer, awaited(file, document.id, link.party_id),
                     vote is not None and approval.cooling(now), document.id == file.ticket.chosen_quote)


def _state(file: TicketFile, link: DecisionLink, options: tuple[Option, ...], now: datetime) -> State:
    if link.locked:
        return "locked"
    if link.revoked or not any(o.approval.elector(link.party_id) for o in options):
        return "withdrawn"
    if file.ticket.state == "cancelled":
        return "cancelled"
    if all(o.approval.reason in GONE for o in options):
        return "withdrawn"
    if any(o.newer for o in options) and not any(o.open or (o.agreed and not o.newer) for o in options):
        return "replaced"
    if any(o.open for o in options):
        return _open_state(link, options, now)
    voted = any(o.vote and o.approval.state == "settled" for o in options)
    if any(o.cools for o in options):
        return "cooling"
    return "decided" if voted else "settled"


def _decides_today(office: Office, file: TicketFile, link: DecisionLink, options: tuple[Option, ...],
                    now: datetime) -> bool:
    """A mandate may have ended this midnight, or he is noted as unable to decide (E-L12), before its votes have
    followed: nothing is asked of him any more."""
    asked = next(o.document for o in options if o.open)
    return any(e.party_id == link.party_id and not e.unable for e in deciders(office, file, asked, now).electors)


def _open_state(link: DecisionLink, options: tuple[Option, ...], now: datetime) -> State:
    if now >= link.ends_at:
        return "expired"
    if any(o.asked for o in options):
        return "delegated" if link.delegated_to else "open"
    return "split" if any(o.approval.outcome == "split" for o in options) else "voted"


def spent_this_year(office: Office, file: TicketFile, now: datetime) -> tuple[int, int]:
    """What was ordered for this property since 1 January, other files than this one: the amounts of their quotes.
    Two requests; an owner of very many files is told of the newest."""
    owner = next(iter(file.ticket.owner_ids), "")
    found = office.directory.person(owner) if owner and file.ticket.unit_id else None
    numbers = {int(t.where) for t in found[1] if t.kind == "ticket"} - {file.ticket.number} if found else set()
    wanted = sorted(numbers, reverse=True)[:TICKETS_READ]
    held = office.directory.held([("ticket", str(n)) for n in wanted]) if wanted else {}
    year = paris_day(now).year
    ordered = [t for t in held.values() if t.unit_id == file.ticket.unit_id and t.ordered_at
               and paris_day(t.ordered_at).year == year and t.state != "cancelled"]
    return sum(t.amount_cents or t.quoted_cents or 0 for t in ordered), len(ordered)
