"""A decider answers on his page: accepts the amount he ticked, or refuses with a reason (D-18, W-4, W-5).

What he was shown must still be what is there: the same version, the same bytes, the same amount. Above the
agency's threshold an acceptance also takes six digits sent to his address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.approval import Choice, Funding
from chalicelib.domain.capacity import TASK as NO_CAPACITY
from chalicelib.domain.change import Change
from chalicelib.domain.decision_link import Bound, DecisionLink
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.domain.rivals import questions, rivals
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.catalog import translate
from chalicelib.usecases.cast_vote import COMMENT_LIMIT, MARKER, Ballot, Check, awaited, cast_vote
from chalicelib.usecases.decision_code import code_lives, is_right, needs_code, send_code, wrong_code
from chalicelib.usecases.ports import Office
from chalicelib.usecases.withdraw_vote import withdraw_vote

NONE_OF_THEM = "none"  # where several quotes are asked about: refuses each of them (E-L22)
FUNDINGS: tuple[Funding, ...] = ("rent_retention", "fund_call", "prefunded")
REASONS: dict[str, str] = {
    "too_dear": N_("Trop cher, demander un autre devis"), "own_care": N_("Je m’en occupe moi-même"),
    "later": N_("Travaux à reporter"), "other": N_("Autre raison"),
}
Result = Literal["done", "code_sent", "code_wrong"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The form. `document_id` is one document, or NONE_OF_THEM with a refusal. `amount` is what the ticked box names,
    in cents; `code` the six digits, where they are needed; `again` asks for another code instead. Where several works
    are asked about, `beside` is a document of those that NONE_OF_THEM means."""

    nonce: str
    choice: str
    document_id: str
    amount: str = ""
    reason: str = ""
    comment: str = ""
    funding: str = ""
    code: str = ""
    again: bool = False
    beside: str = ""


def answer_decision(office: Office, link: DecisionLink, answer: Answer, now: datetime) -> Result:
    """Twice is once. Raises Invalid (all faults), NotFound, Conflict: superseded, votes_closed, already_voted,
    link_over, link_locked, amount_changed, file_altered, form_used."""
    first = office.mailbox.marker(MARKER, answer.nonce) is None  # the same form again is answered as it was
    if first:
        _alive(link, now)
    file = office.tickets.file(link.ticket_number)
    if file is None:
        raise NotFound("ticket")
    if answer.document_id == NONE_OF_THEM:
        return _refuse_all(office, file, link, answer, now)
    document = file.document(answer.document_id)
    bound = next((b for b in link.bound if b.document_id == answer.document_id), None)
    if document is None or bound is None:
        raise NotFound("document")
    choice = _checked(answer, document.gross_cents)
    still_the_same(document, bound)
    _unaltered(office, document)
    beside = Change()
    if answer.again and not needs_code(office, document):
        raise Conflict("no_code")
    if choice == "accept" and needs_code(office, document) and first:
        if answer.again or not answer.code.strip() or not code_lives(link, now):
            return send_code(office, file, link, document, answer.again, now)
        if not is_right(link, answer.code):
            return wrong_code(office, file, link, document, now)
        beside = Change(changed=(replace(link, code_hash="", code_at=None, code_tries=0),))
    funding: Funding = next((f for f in FUNDINGS if f == answer.funding and choice == "accept"), "")
    ballot = Ballot(answer.nonce, link.party_id, ((document.id, choice),), _words(answer, link.language), funding,
                    link.delegate, link.token_hash, _not_wanted(file, link, document) if choice == "accept" else (),
                    answer.reason if choice == "refuse" else "")
    cast_vote(office, link.ticket_number, ballot, now, _as_shown(link, (bound,)), beside)
    return "done"


def _refuse_all(office: Office, file: TicketFile, link: DecisionLink, answer: Answer, now: datetime) -> Result:
    """« Aucun de ces devis »: one act and one reason for all that he has not answered (E-L22, D-20)."""
    if answer.choice != "refuse":
        raise Invalid(Fault("document", "choose_a_quote"))
    _checked(answer, None)
    meant = _same_works(file, link, answer.beside)
    asked = tuple(b for b in meant if awaited(file, b.document_id, link.party_id))
    for document in (file.document(b.document_id) for b in asked):
        if document:
            _unaltered(office, document)
    every = tuple(b.document_id for b in meant)
    ballot = Ballot(answer.nonce, link.party_id, (), _words(answer, link.language), "", link.delegate, link.token_hash,
                    every, answer.reason)
    cast_vote(office, link.ticket_number, ballot, now, _as_shown(link, asked))
    return "done"


def _same_works(file: TicketFile, link: DecisionLink, document_id: str) -> tuple[Bound, ...]:
    """What the link asks about, or of it the quotes for the same works as this one (D-1). Raises NotFound."""
    if not document_id:
        return link.bound
    groups = questions(d for b in link.bound if (d := file.document(b.document_id)))
    meant = next(({d.id for d in group} for group in groups if any(d.id == document_id for d in group)), None)
    if meant is None:
        raise NotFound("document")
    return tuple(b for b in link.bound if b.document_id in meant)


def _as_shown(link: DecisionLink, shown: tuple[Bound, ...]) -> Check:
    """What he answers on is still what he was shown, and the file still asks."""
    def check(fresh: TicketFile) -> None:
        for bound in shown:
            current = fresh.document(bound.document_id)
            if current is None:
                raise NotFound("document")
            still_the_same(current, bound)
        if fresh.ticket.state == "cancelled":
            raise Conflict("votes_closed")

    return check


def withdraw_answer(office: Office, link: DecisionLink, document_id: str, nonce: str, now: datetime) -> None:
    """« Décompter » on the page: his whole ballot, by a link that still lives. Raises NotFound, Conflict."""
    def check(_: TicketFile) -> None:
        _lives(link, now)  # also when a delegate has answered: it is still his voice

    ballot = dict.fromkeys((document_id, *(b.document_id for b in link.bound)))
    withdraw_vote(office, link.ticket_number, tuple(ballot), link.party_id, nonce, now, by=link.delegate, check=check)


def _alive(link: DecisionLink, now: datetime) -> None:
    _lives(link, now)
    if link.delegated_to:
        raise Conflict("delegated")


def _lives(link: DecisionLink, now: datetime) -> None:
    if link.revoked == NO_CAPACITY:
        raise Conflict(NO_CAPACITY)
    if link.locked:
        raise Conflict("link_locked")
    if not link.lives(now):
        raise Conflict("link_over")


def _checked(answer: Answer, cents: int | None) -> Choice:
    faults = []
    if answer.choice == "accept" and cents is not None and answer.amount != str(cents):
        faults.append(Fault("amount", "tick_the_amount"))
    if answer.choice == "accept" and cents is None and answer.amount != "0":
        faults.append(Fault("amount", "tick_the_document"))
    if answer.choice == "refuse" and answer.reason not in REASONS:
        faults.append(Fault("reason", "reason_needed"))
    if len(answer.comment) > COMMENT_LIMIT:
        faults.append(Fault("comment", "too_long"))
    if answer.choice not in ("accept", "refuse"):
        faults.append(Fault("choice", "unknown"))
    if faults:
        raise Invalid(*faults)
    return "accept" if answer.choice == "accept" else "refuse"


def still_the_same(document: Document, bound: Bound) -> None:
    """Another quote under the same link, or another amount, is not what was shown (N-2)."""
    if document.superseded_by:
        raise Conflict("superseded")
    if document.sha256 != bound.sha256 or document.gross_cents != bound.amount_cents:
        raise Conflict("amount_changed")


def _unaltered(office: Office, document: Document) -> None:
    """The bytes behind the name are those that were sent (F-7)."""
    content = office.files.get(file_key(office.agency.id, document.sha256))
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Conflict("file_altered")


def _words(answer: Answer, language: str) -> str:
    """A refusal begins with its reason, in the words of the page it was chosen on."""
    comment = answer.comment.strip()
    if answer.choice != "refuse" or answer.reason == "other":
        return comment
    reason = translate(REASONS[answer.reason], language)
    return f"{reason}. {comment}" if comment else reason


def _not_wanted(file: TicketFile, link: DecisionLink, accepted: Document) -> tuple[str, ...]:
    """One quote among several for the same works: to accept it is not to want the others (E-L22)."""
    others = (file.document(b.document_id) for b in link.bound)
    return tuple(d.id for d in others if d and rivals(accepted, d))
