"""What a participant does in his space: votes, comments, gives a status, deposits a file, asks for his link again.

Each form says who he is by the address it is posted to, and is allowed or not by the file as it is when it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from chalicelib.domain.approval import Choice
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.space_link import participant_of
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.handlers import page_nonce
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.space import document_page, holder, large, link_of, over, overview
from chalicelib.queries.space import Space
from chalicelib.rendering.catalog import LANGUAGES
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.comment_document import comment_document
from chalicelib.usecases.ports import Office
from chalicelib.usecases.set_status import PROJECT, StatusForm, set_status
from chalicelib.usecases.space_links import send_again
from chalicelib.usecases.withdraw_vote import withdraw_vote

Act = Callable[[Request, Office, Space, Document, str], None]


def on_document(request: Request) -> Answer:
    """One form, one act. A page made too long ago is shown again, a robot's haste is asked to confirm (U-86)."""
    office, space = holder(request)
    document = space.document(request.parts["document"])
    if document is None:
        raise NotFound("document")
    name, nonce = request.typed("act"), page_nonce.read(request)
    typed = {field: request.typed(field) for field in ("comment", "text", "status", "note")}
    if nonce is None or nonce.too_quick(request.now):
        return document_page(request, office, space, typed=typed, notice="too_quick" if nonce else "old_page",
                             status=409)
    try:
        if name not in _ACTS:
            raise Invalid(Fault("choice", "choose_an_answer"))
        _ACTS[name](request, office, space, document, nonce.id)
    except Invalid as error:
        return document_page(request, office, space, typed=typed, faults={f.field: f.code for f in error.faults},
                             status=422)
    except Conflict as error:
        office, space = holder(request)
        return document_page(request, office, space, typed=typed, notice=error.code, status=409)
    return redirect(back_to(request, f"/pieces/{document.id}", name))


def renew(request: Request) -> Answer:
    """His link again, to the address we know, whoever asks."""
    office, link, file = link_of(request)
    if request.typed("sure") != "1":
        member, faults = participant_of(link, file), {"sure": "tick_to_confirm"}
        return overview(request, office, Space(file, member), faults=faults, status=422) if member else over(
            request, office, faults)
    send_again(office, link, request.now)
    return redirect(back_to(request, "", "renew"))


def back_to(request: Request, where: str, done: str) -> str:
    language = request.asked("langue")
    kept = {"langue": language} if language in LANGUAGES else {}
    return f"/espace/{request.link}{where}?{urlencode({'fait': done} | kept)}"


def _vote(request: Request, office: Office, space: Space, document: Document, nonce: str) -> None:
    choice: Choice = "accept" if request.typed("act") == "accept" else "refuse"
    _confirmed(request, space, document)
    if choice == "accept" and large(office, document):
        raise NotFound("document")  # no form of ours says so: the page leads to the one that asks for a code
    ballot = Ballot(nonce, space.member.party_id, ((document.id, choice),), request.typed("comment").strip()[:2000])
    cast_vote(office, document.ticket_number, ballot, request.now, check=_still(space, document.id))


def _withdraw(request: Request, office: Office, space: Space, document: Document, nonce: str) -> None:
    _confirmed(request, space, document)
    withdraw_vote(office, document.ticket_number, [document.id], space.member.party_id, nonce, request.now,
                  check=_still(space, document.id))


def _confirmed(request: Request, space: Space, document: Document) -> None:
    """No form does anything as it stands: a box is to be ticked (TRAP-8). Raises NotFound for who does not vote."""
    if not space.may("vote", document):
        raise NotFound("document")
    if request.typed("sure") != "1":
        raise Invalid(Fault("sure", "tick_to_confirm"))


def _still(space: Space, document_id: str) -> Callable[[TicketFile], None]:
    """The same person with the same right on the file as it is when the vote is written."""
    def check(file: TicketFile) -> None:
        member = next((p for p in file.participants if p.party_id == space.member.party_id), None)
        document = file.document(document_id)
        if member is None or document is None or member.key != space.member.key:
            raise NotFound("document")
        if document.superseded_by:
            raise Conflict("superseded")
        if not Space(file, member).may("vote", document):
            raise NotFound("document")
    return check


def _comment(request: Request, office: Office, space: Space, document: Document, nonce: str) -> None:
    if not space.may("comment", document):
        raise NotFound("document")
    comment_document(office, space.author, document.ticket_number, document.id, nonce, request.typed("text"),
                     request.now)


def _status(request: Request, office: Office, space: Space, document: Document, nonce: str) -> None:
    if not space.may("set_status", document):
        raise NotFound("document")
    if not request.typed("status"):
        raise Invalid(Fault("status", "unknown"))
    form = StatusForm(nonce, request.number("version", -1), request.typed("status"), PROJECT, request.typed("note"),
                      party_id=space.member.party_id)
    set_status(office, space.member.name, document.ticket_number, document.id, form, request.now)


_ACTS: dict[str, Act] = {
    "accept": _vote, "refuse": _vote, "withdraw": _withdraw, "comment": _comment, "status": _status,
}
