"""What a user typed is kept until it is sent: across an upload, an expired sign-in, an error (U-8)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.access_link import Draft
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.usecases.ports import Office
from chalicelib.usecases.send_action import MARKER as SENT

FIELD_LIMIT = 20_000


def keep_draft(office: Office, user: User, number: int, action: str, fields: dict[str, str],
               document_ids: tuple[str, ...], now: datetime) -> None:
    """Store or replace the draft of one user for one action. Twice is once. Raises NotFound, Conflict."""
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    before = file.draft(user.id, action)
    kept = {name: value[:FIELD_LIMIT] for name, value in fields.items()}
    if before and (before.fields, before.document_ids) == (kept, document_ids):
        return
    draft = Draft(number, user.id, action, kept, document_ids, now, before.version if before else 0)
    try:
        office.books.commit(Change(changed=(draft,)) if before else Change(added=(draft,)))
    except Outdated as faster:
        raise Conflict("draft_changed") from faster


def is_spent(office: Office, draft: Draft) -> bool:
    """The letter this draft belongs to has left: a save that came late must not bring it back."""
    return office.mailbox.marker(SENT, draft.fields.get("nonce", "")) is not None


def drop_draft(office: Office, user: User, number: int, action: str) -> None:
    """Begin again from the template. Twice is once. Raises NotFound, Conflict."""
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    draft = file.draft(user.id, action)
    if draft is None:
        return
    try:
        office.books.commit(Change(removed=(draft,)))
    except Outdated as faster:
        raise Conflict("draft_changed") from faster
