"""« Annuler »: an acceptance is taken back while it cools, and the work order with it; afterwards it is an objection.

One conditional write decides between the decider and the worker that sends the order: the page says which of the
two was faster, and nothing is ever silently reversed (D-14, R-15, E-L10, E-L25).
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, taken_back
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.cast_vote import COMMENT_LIMIT, not_cancelled
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.held_order import dropped
from chalicelib.usecases.ports import Office

MARKER = "cancel_decision"


def cancel_decision(office: Office, link: DecisionLink, document_id: str, nonce: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict: too_late when it has cooled or the order has left."""
    def decide(file: TicketFile) -> Change:
        _alive(link)
        not_cancelled(file)
        approval = file.approval(document_id)
        if approval is None:
            raise NotFound("document")
        if not approval.cooling(now) or approval.vote_of(link.party_id) is None:
            raise Conflict("too_late")
        order = dropped(office, file, document_id, now)  # raises Conflict when a worker has taken it
        there = order.file if order else file
        act = Act("decision_cancelled", document_id, nonce, now, link.party_id, "", link.delegate)
        news = told(office, there, taken_back(there, approval, link.party_id, now), act)
        return order.plus(news) if order else news

    act_once(office, link.ticket_number, Form(MARKER, nonce, document_id), now, decide)


def object_to_decision(office: Office, link: DecisionLink, document_id: str, text: str, nonce: str,
                       now: datetime) -> None:
    """A change of mind after that is a task for the manager, with the words. Raises Invalid, NotFound, Conflict."""
    words = text.strip()
    if not words or len(words) > COMMENT_LIMIT:
        raise Invalid(Fault("objection", "too_long" if words else "required"))

    def decide(file: TicketFile) -> Change:
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
