"""A letter went to the wrong person and cannot be taken back any more: his conversation is closed, or opened again
(E-M24).

Closed, its reply address files nothing any more, his links to decide on this file are dead and no reminder leaves for
it. Opened again, it has a new reply address: what lies in the wrong mailbox leads nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import CLOSED, Conversation
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Fault, Invalid, NotFound
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.decision_links import links_of
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office, Ref
from chalicelib.usecases.rights import managers_only

MARKER = "close_conversation"
REASON_LIMIT = 500
What = Literal["conversation_closed", "conversation_reopened"]


def close_conversation(office: Office, user: User, number: int, party_id: str, reason: str, nonce: str,
                       now: datetime) -> None:
    """Twice is once. Raises NotFound, NotAllowed, Invalid without a reason."""
    _act(office, user, number, party_id, reason, nonce, now, "conversation_closed")


def reopen_conversation(office: Office, user: User, number: int, party_id: str, reason: str, nonce: str,
                        now: datetime) -> None:
    """Twice is once. Raises NotFound, NotAllowed, Invalid without a reason."""
    _act(office, user, number, party_id, reason, nonce, now, "conversation_reopened")


def _act(office: Office, user: User, number: int, party_id: str, reason: str, nonce: str, now: datetime,
         what: What) -> None:
    managers_only(user)
    said = reason.strip()
    if not said or len(said) > REASON_LIMIT:
        raise Invalid(Fault("reason", "too_long" if said else "reason_needed"))

    def decide(file: TicketFile) -> Change:
        talk = file.conversation(party_id)
        if talk is None:
            raise NotFound("conversation")
        if (talk.closed_at is not None) is (what == "conversation_closed"):
            return Change()  # a colleague was faster, to the same end
        entry = TimelineEntry(number, derived(nonce, what), now, what, user.name, {"to": talk.name, "reason": said})
        return Change(added=(entry,), changed=_changed(office, file, talk, what, now))

    act_once(office, number, Form(MARKER, nonce, derived(what, party_id, said)), now, decide)


def _changed(office: Office, file: TicketFile, talk: Conversation, what: What, now: datetime) -> tuple[object, ...]:
    if what == "conversation_reopened":
        return (replace(talk, closed_at=None, token=office.secrets.reply_token()),)
    links = _links(office, [mail for a in file.approvals for who, mail in a.asked if who == talk.party_id])
    return (replace(talk, closed_at=now), *(replace(link, revoked=CLOSED) for link in links if not link.revoked))


def _links(office: Office, mails: list[str]) -> tuple[DecisionLink, ...]:
    """His newest link of each round, and those of whom he passed one on to."""
    own = links_of(office, mails)
    names: list[Ref] = [("decision", link.delegate_link) for link in own if link.delegate_link]
    passed: dict[Ref, DecisionLink] = office.directory.held(names) if names else {}
    return (*own, *passed.values())
