"""« Annuler »: an acceptance is taken back while it cools, and the work order with it; afterwards it is an objection.

One conditional write decides between the decider and the worker that sends the order: the page says which of the
two was faster, and nothing is ever silently reversed (D-14, R-15, E-L10, E-L25).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.decision import Ruled, taken_back
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.cast_vote import COMMENT_LIMIT
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.held_order import dropped
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "cancel_decision"
TRIES = 12


def cancel_decision(office: Office, link: DecisionLink, document_id: str, nonce: str, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict: too_late when it has cooled or the order has left."""
    for _ in range(TRIES):
        if done_before(office, MARKER, nonce, document_id):
            return
        file = _file(office, link)
        approval = file.approval(document_id)
        if approval is None:
            raise NotFound("document")
        if not approval.cooling(now) or approval.vote_of(link.party_id) is None:
            raise Conflict("too_late")
        order = dropped(office, file, now)  # raises Conflict when a worker has taken it
        file = order.file if order else file
        ruled = taken_back(file, approval, link.party_id, now)
        act = Act("decision_cancelled", document_id, nonce, now, link.party_id, "", link.delegate)
        news = told(office, file, ruled, act)
        change = order.plus(news) if order else news
        if _done(office, change, nonce, document_id, now):
            return
    raise Conflict("ticket_changed")


def object_to_decision(office: Office, link: DecisionLink, document_id: str, text: str, nonce: str,
                       now: datetime) -> None:
    """A change of mind after that is a task for the manager, with the words. Raises Invalid, NotFound, Conflict."""
    words = text.strip()
    if not words or len(words) > COMMENT_LIMIT:
        raise Invalid(Fault("objection", "too_long" if words else "required"))
    for _ in range(TRIES):
        if done_before(office, MARKER, nonce, words):
            return
        file = _file(office, link)
        document, approval = file.document(document_id), file.approval(document_id)
        if document is None or approval is None or approval.state == "open" or approval.vote_of(link.party_id) is None:
            raise Conflict("no_vote")
        document, line = noted(document, now, "objection", link.name, link.party_id, {"text": words})
        ticket = alerted(file.ticket, now, "objection")
        act = Act("objection", document_id, nonce, now, link.party_id, words, link.delegate)
        change = told(office, file, Ruled(ticket, (), (document,), (line,)), act)
        if _done(office, change, nonce, words, now):
            return
    raise Conflict("ticket_changed")


def _file(office: Office, link: DecisionLink) -> TicketFile:
    file = office.tickets.file(link.ticket_number)
    if file is None:
        raise NotFound("ticket")
    if link.revoked or link.locked:
        raise Conflict("link_over")
    return file


def _done(office: Office, change: Change, nonce: str, content: str, now: datetime) -> bool:
    marked = replace(change, marker=Marker(MARKER, nonce, content, now))
    try:
        office.books.commit(marked)
    except (AlreadyDone, Outdated):
        return False
    office.queues.mails(office.agency.id, [m.id for m in marked.mails])
    return True
