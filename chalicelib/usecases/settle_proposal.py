"""A manager confirms what a mail seems to say, or waves it away: only then does anything move (I-10, E-L4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import assignment as mission
from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.job import Job
from chalicelib.domain.mail import Marker
from chalicelib.domain.message import Message
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.party import AddressHolder, PartyAddress
from chalicelib.domain.proposal import Proposal, makes_sense
from chalicelib.domain.rivals import BASES
from chalicelib.domain.spoken_word import Word
from chalicelib.domain.ticket import Exchange, Ticket, answered, moved, with_task
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import undo_seconds
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.firm_told import Refusal, firm_told
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.record_agreement import attested, ruled_by, word_told
from chalicelib.usecases.ruling import change_of

MARKER = "settle_proposal"
LOG_READ = 500
TRIES = 5
_Rule = Callable[[Office, TicketFile, Message, Proposal, datetime], tuple[Ticket, Change]]


def settle_proposal(office: Office, user: User, number: int, message_id: str, kind: str, *, confirm: bool,
                    now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict when it makes no sense any more, when it may be about one paper or
    another, or when the file keeps changing under our hands."""
    for _ in range(TRIES):  # a delivery report may be faster once, and changes nothing of what is confirmed
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        change = _settled(office, user, file, message_id, kind, confirm=confirm, now=now)
        if change is None:
            return
        try:
            office.books.commit(change)
        except AlreadyDone:
            return
        except Outdated:
            continue
        office.queues.mails(office.agency.id, [m.id for m in change.mails], undo_seconds(office.agency, file.ticket))
        office.queues.jobs(office.agency.id, [e.id for e in change.added if isinstance(e, Job)])
        return
    raise Conflict("ticket_changed")


def _settled(office: Office, user: User, file: TicketFile, message_id: str, kind: str, *, confirm: bool,
             now: datetime) -> Change | None:
    """None when somebody has settled it before."""
    said = [m for m in office.tickets.log(file.ticket.number, limit=LOG_READ) if isinstance(m, Message)]
    message = next((m for m in said if m.id == message_id), None)
    proposal = next((p for p in message.proposals if p.kind == kind), None) if message else None
    if message is None or proposal is None:
        raise NotFound("message")
    if proposal.state != "open":
        return None
    if confirm and not makes_sense(proposal.kind, file.ticket, asked=bool(file.put_to(message.party_id))):
        raise Conflict("action_not_possible", reason=file.ticket.state)
    settled = replace(proposal, state="confirmed" if confirm else "dismissed", by=user.name)
    kept = replace(message, proposals=tuple(settled if p == proposal else p for p in message.proposals))
    change = Change(changed=(kept,), marker=Marker(MARKER, derived(message_id, kind), "", now))
    if not confirm:
        return change
    agreed = _agreed(file.ticket, said) | {message.party_id}
    return change.plus(_confirmed(office, user, file, message, proposal, agreed, now))


def _agreed(ticket: Ticket, said: list[Message]) -> set[str]:
    """The owners whose agreement was confirmed since the quote was submitted."""
    since = ticket.state_since
    return {m.party_id for m in said if (since is None or m.at >= since)
            and any(p.kind == "accepts" and p.state == "confirmed" for p in m.proposals)}


def _confirmed(office: Office, user: User, file: TicketFile, message: Message, proposal: Proposal,
               agreed: set[str], now: datetime) -> Change:
    """One owner's yes is not the yes of all: the file moves when every one of them has agreed (D-9)."""
    last = file.ticket.last_exchange or Exchange(user.name, "handled", now)
    document = _decided_on(file, message.party_id) if proposal.kind in ("accepts", "refuses") else None
    if document:  # what is decided may leave a task: the turn is given back before, not after
        seen = replace(file, ticket=answered(file.ticket, last))
        ticket, rest = _decides(office, user, seen, document, message, proposal, now)
    elif proposal.kind == "accepts" and not set(file.ticket.owner_ids) <= agreed:
        ticket, rest = file.ticket, Change()
    else:
        ticket, rest = _RULES[proposal.kind](office, file, message, proposal, now)
    done = ticket if document or proposal.kind == "directives" else answered(ticket, last)
    if proposal.kind == "declines":
        done = with_task(done, "other_contractor")
    facts: dict[str, str | int] = {"to": message.who, "text": proposal.evidence, "message_id": message.id}
    if proposal.day:
        facts["day"] = proposal.day.isoformat()
    entry = TimelineEntry(file.ticket.number, derived(message.id, proposal.kind), now, f"said_{proposal.kind}",
                          user.name, facts)
    return Change(added=(entry,), changed=(done,) if done != file.ticket else ()).plus(rest)


def _declines(_: Office, file: TicketFile, message: Message, proposal: Proposal, __: datetime) -> tuple[Ticket, Change]:
    asked = file.assignment(message.party_id)
    if asked is None or "declined" not in mission.MOVES[asked.state]:
        return file.ticket, Change()
    return file.ticket, Change(changed=(replace(mission.moved(asked, "declined"), reason=proposal.evidence),))


def _visit(_: Office, file: TicketFile, message: Message, proposal: Proposal, __: datetime) -> tuple[Ticket, Change]:
    asked = file.assignment(message.party_id)
    return file.ticket, Change(changed=(replace(asked, visit_on=proposal.day),)) if asked else Change()


def _works_done(_: Office, file: TicketFile, __: Message, ___: Proposal, now: datetime) -> tuple[Ticket, Change]:
    return moved(file.ticket, "works_done", now), Change()


def _keys(_: Office, file: TicketFile, __: Message, ___: Proposal, ____: datetime) -> tuple[Ticket, Change]:
    return replace(file.ticket, keys="returned"), Change()


def _not_fixed(_: Office, file: TicketFile, __: Message, ___: Proposal, now: datetime) -> tuple[Ticket, Change]:
    """E-T8: the works go on, also where the file was already closed."""
    return moved(file.ticket, "in_progress", now), Change()


def _decided_on(file: TicketFile, party_id: str) -> Document | None:
    """What his words decide on. Where he is asked about several papers nothing is guessed: raises Conflict."""
    asked = _asked_about(file, party_id)
    if len(asked) > 1:
        raise Conflict("several_papers")
    return asked[0] if asked else None


def _asked_about(file: TicketFile, party_id: str) -> list[Document]:
    """What the owners are asked to decide on, the chosen one of the ballot for all its quotes, and whatever else is
    put to him."""
    asked = [d for d in file.documents if d.status == "in_approval" and d.kind in BASES and not d.superseded_by]
    chosen = next((d for d in asked if d.id == file.ticket.chosen_quote), None)
    others = [d for d in file.put_to(party_id) if d.kind not in BASES]
    if asked or others:
        return [*([chosen or asked[0]] if asked else []), *others]
    quote = current_quote(file.ticket, file.documents)
    return [quote] if quote else []


def _decides(office: Office, user: User, file: TicketFile, document: Document, message: Message, proposal: Proposal,
             now: datetime) -> tuple[Ticket, Change]:
    """The manager records what the mail says, with its sentence; it is not written as the owner's vote, and counts
    together with what was voted on the page (D-10)."""
    word = Word(message.party_id, message.who, proposal.kind == "accepts",
                "phone" if message.kind == "call" else "mail", message.at, proposal.evidence)
    people, cause = deciders(office, file, document, now), derived(message.id, proposal.kind)
    ruled, _ = firm_told(office, file, ruled_by(office, file, document, people, word, user, now),
                         Refusal(document.id), now)
    jobs = attested(ruled, document, word, user, cause, now)
    change = change_of(replace(file, ticket=ruled.ticket), ruled)
    news = word_told(office, user, file, ruled, document, people, word, cause, now)
    return ruled.ticket, change.plus(Change(added=jobs)).plus(news)


def _accepts(_: Office, file: TicketFile, __: Message, ___: Proposal, now: datetime) -> tuple[Ticket, Change]:
    """A file without any quote."""
    return moved(file.ticket, "approved", now), Change()


def _refuses(_: Office, file: TicketFile, __: Message, ___: Proposal, now: datetime) -> tuple[Ticket, Change]:
    return moved(file.ticket, "quoting", now), Change()


def _directives(_: Office, file: TicketFile, message: Message, proposal: Proposal, now: datetime,
                ) -> tuple[Ticket, Change]:
    """E-L5: not a decision; the document stays in Approbation and the file waits for the manager."""
    ticket, asked = with_task(file.ticket, "directives"), _asked_about(file, message.party_id)
    if not asked:
        return ticket, Change()
    document, line = noted(asked[0], now, "directions", message.who, message.party_id,
                           {"text": proposal.evidence, "source": "mail"})
    return ticket, Change(added=(line,), changed=(document,))


def _address(office: Office, file: TicketFile, message: Message, proposal: Proposal, _: datetime,
             ) -> tuple[Ticket, Change]:
    """The address joins the person's others; it never replaces one (E-C1)."""
    party = office.directory.parties(message.party_id)[0]
    known = office.directory.address(proposal.value)
    if party is None or proposal.value in party.emails:
        return file.ticket, Change()
    holder = AddressHolder(party.id, party.role, party.name)
    widened = Change(changed=(replace(party, emails=(*party.emails, proposal.value)),))
    if known is None:
        return file.ticket, widened.plus(Change(added=(PartyAddress(proposal.value, (holder,)),)))
    return file.ticket, widened.plus(Change(changed=(replace(known, holders=(*known.holders, holder)),)))


_RULES: dict[str, _Rule] = {
    "declines": _declines, "visit": _visit, "works_done": _works_done, "keys_returned": _keys,
    "not_fixed": _not_fixed, "accepts": _accepts, "refuses": _refuses, "directives": _directives, "address": _address,
}
