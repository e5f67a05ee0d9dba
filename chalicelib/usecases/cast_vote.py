"""A decider votes, or takes his vote back: counted, settled when the rule is met, told to those concerned (D-7 to D-9).

One commit holds the vote, the line of history, what follows from it and the mails. Voters at the same moment
meet on the round's version and try again, so every vote counts once and there is one outcome (R-14).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.approval import Approval, Choice, Funding, Vote, tally, voted, withdrawn
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.decision import Ruled, after, read_votes, unmoved
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.pace import pace_of
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.decision_news import Act, OwnAct, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "vote"
TRIES = 40  # twenty deciders at the same second, each met by the others
COMMENT_LIMIT = 2000
Check = Callable[[TicketFile], None]


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one decider says on one or several documents, each with its choice. `by` names who answers for him by
    his delegation, `link` is the hash of the link it came through, empty for his space."""

    nonce: str
    party_id: str
    choices: tuple[tuple[str, Choice], ...]
    comment: str = ""
    funding: Funding = ""
    by: str = ""
    link: str = ""


def cast_vote(office: Office, number: int, ballot: Ballot, now: datetime, check: Check | None = None,
              beside: Change | None = None) -> None:
    """Twice is once. `check` looks at the file as it is at each try and may refuse; `beside` is committed along.
    Raises NotFound, NotAllowed (no decider), Conflict (the round is over, a vote stands, the form was used)."""
    content = derived(ballot.party_id, ballot.comment, ballot.funding, *(f"{d}={c}" for d, c in ballot.choices))

    def decide(file: TicketFile) -> Change:
        not_cancelled(file)
        if check:
            check(file)
        ruled = unmoved(file)
        for document_id, choice in ballot.choices:
            ruled = ruled.then(_voted(office, after(file, ruled), document_id, choice, ballot, now))
        document_id, choice = ballot.choices[0]
        what: OwnAct = "vote_accept" if choice == "accept" else "vote_refuse"
        act = Act(what, document_id, ballot.nonce, now, ballot.party_id, ballot.comment, ballot.by)
        return told(office, file, ruled, act).plus(beside or Change())

    act_once(office, number, Form(MARKER, ballot.nonce, content), now, decide, tries=TRIES)


def withdraw_vote(office: Office, number: int, document_id: str, party_id: str, nonce: str, now: datetime, *,
                  by: str = "", check: Check | None = None) -> None:
    """« Décompter »: the vote goes, the other choice is free again (S-26). Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change:
        not_cancelled(file)
        if check:
            check(file)
        document, approval = _found(file, document_id)
        kept = withdrawn(approval, party_id)
        elector = approval.elector(party_id)
        facts: dict[str, str | int] = {"by": by} if by else {}
        document, line = noted(document, now, "vote_withdrawn", elector.name if elector else "", party_id, facts)
        ruled = _ruled(office, file, kept, document, now)
        ruled = replace(ruled, lines=(line, *ruled.lines))
        return told(office, file, ruled, Act("vote_withdrawn", document_id, nonce, now, party_id, "", by))

    act_once(office, number, Form(MARKER, nonce, derived(document_id, party_id, "withdraw")), now, decide, tries=TRIES)


def not_cancelled(file: TicketFile) -> None:
    """Raises Conflict: nobody decides on a file that is cancelled, through whatever page (E-M25)."""
    if file.ticket.state == "cancelled":
        raise Conflict("votes_closed")


def _voted(office: Office, file: TicketFile, document_id: str, choice: Choice, ballot: Ballot, now: datetime) -> Ruled:
    document, approval = _found(file, document_id)
    if approval.state == "closed" and approval.reason == "other_retained" and choice == "refuse":
        return unmoved(file)  # the quote chosen in the same ballot has just settled this one
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
    ruled = _ruled(office, file, counted, document, now)
    return replace(ruled, lines=(line, *ruled.lines))


def _ruled(office: Office, file: TicketFile, approval: Approval, document: Document, now: datetime) -> Ruled:
    cooling = timedelta(minutes=pace_of(office.agency.pace)["cooling_minutes"])
    return read_votes(file, approval, document, now, cooling)


def _found(file: TicketFile, document_id: str) -> tuple[Document, Approval]:
    """Raises NotFound, and Conflict for a version that was replaced: it decides nothing any more (D-12)."""
    document, approval = file.document(document_id), file.approval(document_id)
    if document is None or approval is None:
        raise NotFound("document")
    if document.superseded_by:
        raise Conflict("superseded")
    return document, approval


def close_vote(office: Office, number: int, document_id: str, now: datetime) -> bool:
    """The deadline of a round has passed: the rule is read without the silent ones (D-9). Twice is once."""
    for _ in range(TRIES):
        file = office.tickets.file(number)
        document, approval = (file.document(document_id), file.approval(document_id)) if file else (None, None)
        if file is None or document is None or approval is None or approval.state != "open":
            return False
        if approval.deadline_at is None or approval.deadline_at > now:
            return False
        cooling = timedelta(minutes=pace_of(office.agency.pace)["cooling_minutes"])
        document, line = noted(document, now, "deadline_passed", "",
                               facts={"silent": ", ".join(e.name for e in tally(approval).silent)})
        ruled = read_votes(file, approval, document, now, cooling, deadline_passed=True)
        ruled = replace(ruled, lines=(line, *ruled.lines))
        nonce = derived(document_id, str(approval.round), "deadline")
        decided = told(office, file, ruled, Act("deadline_passed", document_id, nonce, now))
        try:
            office.books.commit(decided)
        except Outdated:
            continue
        office.queues.mails(office.agency.id, [m.id for m in decided.mails])
        return True
    return False

