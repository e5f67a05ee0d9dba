"""A decider votes: counted, settled when the rule is met, told to those concerned (D-7 to D-9).

One commit holds the vote, the line of history, what follows from it and the mails. Voters at the same moment
meet on the round's version and try again, so every vote counts once and there is one outcome (R-14).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.approval import Approval, Choice, Funding, Vote, voted
from chalicelib.domain.capacity import TASK as NO_CAPACITY
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.decision import Ruled, after, unmoved
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.paper_trail import PaperEntry, noted
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.able import still_able
from chalicelib.usecases.decision_news import Act, OwnAct, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.follow_mandate import caught_up
from chalicelib.usecases.freeze_votes import GONE
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.shared_mailbox import votes_read

MARKER = "vote"
TRIES = 40  # twenty deciders at the same second, each met by the others
COMMENT_LIMIT = 2000
Check = Callable[[TicketFile], None]


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one decider says on one or several documents, each with its choice. `by` names who answers for him by
    his delegation, `link` is the hash of the link it came through, empty for his space. `others` are those of the same
    ballot that he refuses by the same act, as far as he has not answered on them (E-L22); `motive` the code of the
    reason he chose for a refusal."""

    nonce: str
    party_id: str
    choices: tuple[tuple[str, Choice], ...]
    comment: str = ""
    funding: Funding = ""
    by: str = ""
    link: str = ""
    others: tuple[str, ...] = ()
    motive: str = ""


def cast_vote(office: Office, number: int, ballot: Ballot, now: datetime, check: Check | None = None,
              beside: Change | None = None) -> None:
    """Twice is once. `check` looks at the file as it is at each try and may refuse; `beside` is committed along.
    Raises NotFound, NotAllowed (no decider), Conflict (the round is over, a vote stands, the form was used, he cannot
    decide)."""
    content = derived(ballot.party_id, ballot.comment, ballot.funding, *(f"{d}={c}" for d, c in ballot.choices),
                      *ballot.others)

    def decide(file: TicketFile) -> Change:
        not_cancelled(file)
        still_able(office, ballot.party_id)
        if check:
            check(file)
        ruled = unmoved(file)
        for document_id, choice in ballot.choices:
            ruled = ruled.then(_voted(office, after(file, ruled), document_id, choice, ballot, now))
        refused = []
        for document_id in ballot.others:
            here = after(file, ruled)
            if awaited(here, document_id, ballot.party_id):
                ruled = ruled.then(_voted(office, here, document_id, "refuse", ballot, now))
                refused.append(document_id)
        if not ruled.approvals:
            voted_ = any((a := file.approval(d)) and a.vote_of(ballot.party_id) for d in ballot.others)
            raise Conflict("already_voted" if voted_ else "votes_closed")  # each was answered or settled meanwhile
        act = _act(file, ballot, refused, now)
        return told(office, file, ruled, act).plus(beside or Change())

    caught_up(office, number, now)
    act_once(office, number, Form(MARKER, ballot.nonce, content), now, decide, tries=TRIES)


def awaited(file: TicketFile, document_id: str, party_id: str) -> bool:
    """A vote on this version is open, and he decides and has not voted."""
    document, approval = file.document(document_id), file.approval(document_id)
    return (document is not None and not document.superseded_by and approval is not None and approval.state == "open"
            and approval.elector(party_id) is not None and approval.vote_of(party_id) is None)


def _act(file: TicketFile, ballot: Ballot, refused: list[str], now: datetime) -> Act:
    """One act, on what was chosen; where nothing was, on the first that was refused, with the names of the others."""
    document_id, choice = ballot.choices[0] if ballot.choices else (refused[0], "refuse")
    names = [d.filename for i in refused[1:] if not ballot.choices and (d := file.document(i))]
    what: OwnAct = "vote_accept" if choice == "accept" else "vote_refuse"
    return Act(what, document_id, ballot.nonce, now, ballot.party_id, ballot.comment, ballot.by,
               {"also": ", ".join(names)} if names else {}, motive=ballot.motive)


def not_cancelled(file: TicketFile) -> None:
    """Raises Conflict: nobody decides on a file that is cancelled, through whatever page (E-M25)."""
    if file.ticket.state == "cancelled":
        raise Conflict("no_longer_asked")


def _voted(office: Office, file: TicketFile, document_id: str, choice: Choice, ballot: Ballot, now: datetime) -> Ruled:
    document, approval = found_round(file, document_id)
    vote = Vote(ballot.party_id, choice, now, ballot.comment, ballot.by, ballot.funding, ballot.link)
    counted = voted(approval, vote)
    elector = approval.elector(ballot.party_id)
    facts: dict[str, str | int] = {"edition": document.edition, "sha256": document.sha256}
    facts |= {name: text for name, text in (("comment", ballot.comment), ("by", ballot.by),
                                            ("funding", ballot.funding)) if text}
    if document.gross_cents is not None:
        facts["gross_cents"] = document.gross_cents
    if elector and elector.base > 1:
        facts["share"] = f"{elector.share}/{elector.base}"
    document, line = noted(document, now, f"vote_{choice}", elector.name if elector else "", ballot.party_id, facts)
    return counted_again(office, file, counted, document, line, now)


def counted_again(office: Office, file: TicketFile, approval: Approval, document: Document, line: PaperEntry,
                  now: datetime) -> Ruled:
    """The votes as they are after this line, and what follows from them."""
    ruled = votes_read(office, file, approval, document, now)
    return replace(ruled, lines=(line, *ruled.lines))


def found_round(file: TicketFile, document_id: str) -> tuple[Document, Approval]:
    """Raises NotFound, and Conflict for a version that was replaced: it decides nothing any more (D-12)."""
    document, approval = file.document(document_id), file.approval(document_id)
    if document is None or approval is None:
        raise NotFound("document")
    if document.superseded_by:
        raise Conflict("superseded")
    if approval.state == "closed" and approval.reason in GONE:
        raise Conflict("no_longer_asked")
    return document, approval


def close_vote(office: Office, number: int, document_id: str, now: datetime) -> bool:
    """The deadline of a round has passed: the rule is read without the silent ones, now and at each later vote (D-9).
    Twice is once."""
    caught_up(office, number, now)
    for _ in range(TRIES):
        file = office.tickets.file(number)
        document, approval = (file.document(document_id), file.approval(document_id)) if file else (None, None)
        if file is None or document is None or approval is None or approval.state != "open":
            return False
        if approval.deadline_at is None or approval.deadline_at > now or approval.deadline_passed:
            return False
        document, line = noted(document, now, "deadline_passed", "",
                               facts={"silent": ", ".join(e.name for e in tally(approval).silent)})
        ruled = counted_again(office, file, replace(approval, deadline_passed=True), document, line, now)
        if any(e.unable for e in tally(approval).silent):  # nothing is decided without him: a person must act (E-L12)
            ruled = replace(ruled, ticket=alerted(ruled.ticket, now, NO_CAPACITY))
        nonce = derived(document_id, str(approval.round), "deadline")
        decided = told(office, file, ruled, Act("deadline_passed", document_id, nonce, now))
        try:
            office.books.commit(decided)
        except Outdated:
            continue
        office.queues.mails(office.agency.id, [m.id for m in decided.mails])
        return True
    return False

