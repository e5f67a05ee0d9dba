"""A form is one act (R-5): the same form again changes nothing, another content under its nonce is refused."""

from __future__ import annotations

from chalicelib.domain.errors import Conflict
from chalicelib.domain.mail import Marker
from chalicelib.usecases.ports import Office


def done_before(office: Office, purpose: str, nonce: str, content: str) -> Marker | None:
    """The marker of this very act, or None when it has not happened. Raises Conflict when the form was used
    for something else: nobody may believe that the second text was taken."""
    done = office.mailbox.marker(purpose, nonce)
    if done and done.request_hash != content:
        raise Conflict("form_used")
    return done
