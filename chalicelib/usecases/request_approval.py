"""A document is put to its deciders: a round is opened on this version, each decider gets a link of his own (S-22).

The same version put again while its round is open stays in that round: votes are kept, the link is sent again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.agency import User
from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, decided
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.holdings import may_be_put
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.pace import pace_of
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.deciders import Deciders, deciders
from chalicelib.usecases.decision_links import asked
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.each_letter import with_unreachable
from chalicelib.usecases.file_act import Form, act_once, touching
from chalicelib.usecases.follow_electorate import follows, reread
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.ruling import change_of

MARKER = "request_approval"


def request_approval(office: Office, user: User, number: int, document_id: str, nonce: str, now: datetime) -> None:
    """Opens the round and writes to every decider who has an address. Twice is once. Raises NotFound, and
    Conflict for a document that may not be put to a vote."""
    def decide(file: TicketFile) -> Change:
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        return touching(file, put_to_vote(office, file, document, user.name, now))  # who decides may be changing

    act_once(office, number, Form(MARKER, nonce, document_id), now, decide)


def put_to_vote(office: Office, file: TicketFile, document: Document, who: str, now: datetime) -> Change:
    """The round, the document and the file as they become, and a mail with a link to each decider. Where the deciders
    or their rule had changed, what the votes come to now is told as after a vote."""
    people = deciders(office, file, document, now)
    ruled, unreached = called(file, opened(office, file, document, people, who, now), people, now)
    running = tuple(a for a in ruled.approvals if a.state == "open")
    if running:
        links, running = asked(office, file, running, people, now)
        unreached = unreached.plus(replace(links, mails=tuple(worded(m, file, document) for m in links.mails)))
    whole = replace(ruled, approvals=(*(a for a in ruled.approvals if a.state != "open"), *running))
    last = file.approval(document.id)
    if last is None or last.state != "open" or not any(line.what == "electors_changed" for line in ruled.lines):
        return change_of(file, whole).plus(unreached)
    nonce = derived(document.id, str(last.round), str(last.version), "electors")
    news = told(office, file, whole, Act("electors_changed", document.id, nonce, now, more={"user": who}))
    return news.plus(unreached)


def called(file: TicketFile, ruled: Ruled, people: Deciders, now: datetime) -> tuple[Ruled, Change]:
    """A decider without an address is somebody's task, as when a letter does not reach him (E-L24)."""
    voters = {e.party_id for a in ruled.approvals for e in a.electors if a.state == "open"}
    cause = derived("ask", *(f"{a.document_id}:{a.round}:{len(a.asked)}" for a in ruled.approvals))
    lost = [p for p in people.people if p.id in voters and not p.email]
    ticket, told_of = with_unreachable(ruled.ticket, lost, derived(cause, str(file.ticket.version)), now)
    return replace(ruled, ticket=ticket), told_of


def worded(mail: OutgoingMail, file: TicketFile, new: Document) -> OutgoingMail:
    """Who was asked about the version that this one replaces hears what has changed (E-C6)."""
    old = file.document(new.replaces) if new.replaces else None
    last = file.approval(old.id) if old else None
    if old is None or last is None or last.elector(mail.party_id) is None:
        return mail
    amounts: dict[str, str | int] = {"before_cents": old.gross_cents or 0, "gross_cents": new.gross_cents or 0}
    return replace(mail, template="decision_replaced", facts=mail.facts | amounts)


def opened(office: Office, file: TicketFile, document: Document, people: Deciders, who: str, now: datetime) -> Ruled:
    """A round on this version: the open one when there is one, else a new one (D-10). Raises Conflict for a
    version that was replaced, that may not be shown, or whose amounts nobody has confirmed (E-M10)."""
    if document.superseded_by or document.reading == "held":
        raise Conflict("superseded" if document.superseded_by else "held")
    if not may_be_put(document):
        raise Conflict("amounts_unsure")
    last = file.approval(document.id)
    if last and last.state == "open" and document.status == "in_approval":
        again = replace(last, directives=tuple(replace(d, lifted=True) for d in last.directives))
        if people.electors and not follows(again, people):
            return reread(office, file, again, document, people, who, now)
        return Ruled(file.ticket, (again,), (document,), ())
    days = pace_of(office.agency.pace)["link_days"]
    deadline = now + timedelta(days=days) if people.rule == "two_thirds" else None
    round_ = Approval(
        document.ticket_number, document.id, last.round + 1 if last else 1, people.rule, people.electors,
        document.sha256, document.edition, document.gross_cents, now, deadline_at=deadline)
    facts: dict[str, str | int] = {"rule": people.rule, "round": round_.round,
                                   "deciders": ", ".join(e.name for e in people.electors)}
    ruled = decided(file, round_, document, "in_approval", now, who, facts)
    if people.electors:
        return ruled
    lonely, line = noted(ruled.documents[0], now, "no_decider", "")
    return replace(ruled, ticket=alerted(ruled.ticket, now, "no_decider"), documents=(lonely, *ruled.documents[1:]),
                   lines=(*ruled.lines, line))
