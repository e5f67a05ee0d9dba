"""What a form of the decision page asks for, handed to the use case that does it."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.handlers.request import Request
from chalicelib.usecases.answer_decision import NONE_OF_THEM, Answer, answer_decision, withdraw_answer
from chalicelib.usecases.cancel_decision import cancel_decision, object_to_decision
from chalicelib.usecases.delegate_decision import Delegate, delegate_decision, take_delegation_back
from chalicelib.usecases.give_directions import Directions, give_directions
from chalicelib.usecases.ports import Office
from chalicelib.usecases.renew_link import renew_link

_SURE = ("withdraw", "cancel", "undelegate", "renew")  # no form does anything as it stands (TRAP-8)
CHOSEN = "chosen"  # the tick of a page with several quotes: the amount is the one beside the quote that was picked
_Act = Callable[[Request, Office, DecisionLink, str], str]


def act_on(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    """The code of what was done. Raises Invalid, NotFound, Conflict."""
    name = request.typed("act")
    act = _ACTS.get(name)
    if act is None:
        raise Invalid(Fault("choice", "choose_an_answer"))
    if name in _SURE and request.typed("sure") != "1":
        raise Invalid(Fault("sure", "tick_to_confirm"))
    return act(request, office, link, nonce)


def _resend(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    """Another code for the acceptance that waits for one: no answer by itself."""
    return _vote(request, office, link, nonce, again=True)


def _vote(request: Request, office: Office, link: DecisionLink, nonce: str, again: bool = False) -> str:
    choice = "accept" if again else request.typed("act")
    document, _, beside = request.typed("document").partition(":")
    if not document:
        raise Invalid(Fault("document", "choose_a_quote"))
    amount = beside if request.typed("amount") == CHOSEN else request.typed("amount")
    form = Answer(nonce, choice, document, amount, request.typed("reason"), request.typed("comment"),
                  request.typed("funding"), request.typed("code"), again, beside if document == NONE_OF_THEM else "")
    result = answer_decision(office, link, form, request.now)
    return choice if result == "done" else result


def _withdraw(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    withdraw_answer(office, link, _bound(request, link), nonce, request.now)
    return "withdraw"


def _cancel(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    cancel_decision(office, link, _bound(request, link), nonce, request.now)
    return "cancel"


def _object(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    object_to_decision(office, link, _bound(request, link), request.typed("objection"), nonce, request.now)
    return "object"


def _question(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    form = Directions(nonce, _bound(request, link), "question", request.typed("question"))
    give_directions(office, link, form, request.now)
    return "question"


def _directions(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    kind = request.typed("kind")
    form = Directions(nonce, _bound(request, link), kind if kind != "question" else "", request.typed("directive"),
                      request.typed("ceiling"), request.typed("day"))
    give_directions(office, link, form, request.now)
    return "directions"


def _delegate(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    form = Delegate(nonce, request.typed("delegate_name"), request.typed("delegate_email"))
    delegate_decision(office, link, form, request.now)
    return "delegate"


def _undelegate(request: Request, office: Office, link: DecisionLink, nonce: str) -> str:
    take_delegation_back(office, link, nonce, request.now)
    return "undelegate"


def _renew(request: Request, office: Office, link: DecisionLink, _: str) -> str:
    renew_link(office, link, request.now)
    return "renew"


def _bound(request: Request, link: DecisionLink) -> str:
    """A document this link was made for; anything else is no document at all."""
    asked = request.typed("document")
    return asked if any(b.document_id == asked for b in link.bound) else ""


_ACTS: dict[str, _Act] = {
    "accept": _vote, "refuse": _vote, "resend": _resend, "withdraw": _withdraw, "cancel": _cancel, "object": _object,
    "question": _question, "directions": _directions, "delegate": _delegate, "undelegate": _undelegate,
    "renew": _renew,
}
