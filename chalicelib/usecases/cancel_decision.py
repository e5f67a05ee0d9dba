"""« Annuler »: a decision is taken back while it cools, and the work order with it; afterwards it is an objection.

One conditional write decides between the decider and the worker that sends the order: the page says which of the
two was faster, and nothing is ever silently reversed (D-14, R-15, E-L10, E-L25).
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.decision import STATUS_OF, Ruled, after, taken_back, unmoved
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, DomainError, Fault, Invalid, NotAllowed, NotFound
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.rivals import rivals
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.able import still_able
from chalicelib.usecases.cast_vote import COMMENT_LIMIT, not_cancelled
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.follow_electorate import renewed
from chalicelib.usecases.held_order import dropped
from chalicelib.usecases.ports import Office

MARKER = "cancel_decision"


def cancel_decision(office: Office, link: DecisionLink, document_id: str, nonce: str, now: datetime) -> None:
    """His whole ballot: what was decided on rival quotes of the same link comes back too, while it cools (E-L22). Twice
    is once. Raises NotFound, NotAllowed (he decides no more), Conflict: too_late when it has cooled, order_left,
    agency_first when a manager has decided meanwhile."""
    def decide(file: TicketFile) -> Change:
        still_able(office, link.party_id)
        _alive(link)
        not_cancelled(file)
        mine = [d for d in _ballot(file, link, document_id) if _cools(file, d, link.party_id, now)]
        if not mine:
            raise _why_not(file, document_id)
        _decides(office, file, mine[0], link.party_id, now)
        agreed = next((d for d in mine if (a := file.approval(d)) and a.outcome == "accepted"), "")
        order = dropped(office, file, agreed, now) if agreed else None  # raises Conflict when a worker has taken it
        there = order.file if order else file
        ruled = unmoved(there)
        for each in mine:
            here = after(there, ruled)
            approval = here.approval(each)
            if approval and approval.state == "settled":
                ruled = ruled.then(taken_back(here, approval, link.party_id, now))
        act = Act("decision_cancelled", mine[0], nonce, now, link.party_id, "", link.delegate)
        ruled, links, _ = renewed(office, there, ruled, "", now)  # owners may have changed while it was settled (D-11)
        news = told(office, there, ruled, act).plus(links)
        return order.plus(news) if order else news

    act_once(office, link.ticket_number, Form(MARKER, nonce, document_id), now, decide)


def _ballot(file: TicketFile, link: DecisionLink, document_id: str) -> tuple[str, ...]:
    """The document, and what else was to choose among for the same works (E-L22)."""
    seen = file.document(document_id)
    others = (file.document(b.document_id) for b in link.bound)
    return (document_id, *(d.id for d in others if d and seen and rivals(seen, d)))


def _cools(file: TicketFile, document_id: str, party_id: str, now: datetime) -> bool:
    """Decided by votes, his among them, a short while ago, and nobody has decided otherwise since."""
    document, approval = file.document(document_id), file.approval(document_id)
    return (document is not None and approval is not None
            and approval.cooling(now) and approval.vote_of(party_id) is not None
            and document.status == STATUS_OF[approval.outcome])


def _why_not(file: TicketFile, document_id: str) -> DomainError:
    document, approval = file.document(document_id), file.approval(document_id)
    if document is None or approval is None:
        return NotFound("document")
    overruled = approval.outcome in STATUS_OF and document.status != STATUS_OF[approval.outcome]
    return Conflict("agency_first" if overruled or approval.state == "closed" else "too_late")


def _decides(office: Office, file: TicketFile, document_id: str, party_id: str, now: datetime) -> None:
    """Who has sold since, or was taken off the file, has no say in it any more (D-11)."""
    document = file.document(document_id)
    if document and not any(e.party_id == party_id for e in deciders(office, file, document, now).electors):
        raise NotAllowed("not_a_decider")


def object_to_decision(office: Office, link: DecisionLink, document_id: str, text: str, nonce: str,
                       now: datetime) -> None:
    """A change of mind after that is a task for the manager, with the words. Raises Invalid, NotFound, Conflict."""
    words = text.strip()
    if not words or len(words) > COMMENT_LIMIT:
        raise Invalid(Fault("objection", "too_long" if words else "required"))

    def decide(file: TicketFile) -> Change:
        still_able(office, link.party_id)
        _alive(link)
        document, approval = file.document(document_id), file.approval(document_id)
        if document is None or approval is None or approval.state == "open" or approval.vote_of(link.party_id) is None:
            raise Conflict("no_vote")
        document, line = noted(document, now, "objection", link.name, link.party_id, {"text": words})
        act = Act("objection", document_id, nonce, now, link.party_id, words, link.delegate)
        return told(office, file, Ruled(alerted(file.ticket, now, "objection"), (), (document,), (line,)), act)

    act_once(office, link.ticket_number, Form(MARKER, nonce, words), now, decide)


def _alive(link: DecisionLink) -> None:
    if link.revoked or link.locked:
        raise Conflict("link_over")
