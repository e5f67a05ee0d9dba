"""A mail taken back before it left, and an address that refuses our mails."""

from __future__ import annotations

from urllib.parse import quote

from chalicelib.domain.delivery import REASONS
from chalicelib.domain.errors import NotAllowed, NotFound
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import SLUG_OF, page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.ticket import number_of
from chalicelib.usecases.retry_address import retry_address
from chalicelib.usecases.take_back import take_back

LONGEST = 254


def take(request: Request) -> Answer:
    """The letter is open again, as it was written."""
    number = number_of(request)
    action = take_back(request.office, request.user, number, request.parts["message"], request.now)
    return redirect(f"/tickets/{number}/ecrire/{SLUG_OF.get(action, action)}")


def address(request: Request) -> Answer:
    health = request.office.mailbox.health(_email(request))[0]
    if health is None:
        raise NotFound("address")
    return page(request, "address", health=health, reasons=REASONS)


def retry(request: Request) -> Answer:
    email = _email(request)
    if request.office.mailbox.health(email)[0] is None:
        raise NotFound("address")
    if request.user.role != "manager":
        raise NotAllowed("manager_only")
    retry_address(request.office, request.user, email, request.now)
    return redirect(f"/adresses/{quote(email, safe='')}")


def _email(request: Request) -> str:
    """The address of the path. Raises NotFound for what can be none."""
    email = request.parts["email"]
    if "@" not in email or len(email) > LONGEST:
        raise NotFound("address")
    return email
