"""Six digits, mailed to the decider's own address, confirm the acceptance of a large amount (W-5)."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.access_link import digest
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.decision import unmoved
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.pace import pace_of
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.decision_links import code_of, decision_mail
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_AGAIN = timedelta(minutes=2)  # another code at most this often, and it keeps the tries of the one before
Outcome = Literal["code_sent", "code_wrong"]


def needs_code(office: Office, document: Document) -> bool:
    """From the agency's threshold on; 0 asks for none."""
    limit = pace_of(office.agency.pace)["code_from_euros"] * 100
    return document.gross_cents is not None and limit > 0 and document.gross_cents >= limit


def code_lives(link: DecisionLink, now: datetime) -> bool:
    """The last code sent is good for ten minutes."""
    return bool(link.code_hash) and link.code_at is not None and now < link.code_at + CODE_LIFE


def is_right(link: DecisionLink, code: str) -> bool:
    """It is the code that was sent; spaces do not count."""
    plain = "".join(code.split())
    return hmac.compare_digest(link.code_hash, digest(f"{link.token_hash}:{plain}"))


def send_code(office: Office, file: TicketFile, link: DecisionLink, document: Document, again: bool,
               now: datetime) -> Outcome:
    """A live code is not sent again by itself: the one in the mailbox is good. Asked for, another replaces it, with
    no more tries than it had left (W-5). Raises Conflict code_too_soon."""
    lives = code_lives(link, now)
    if lives and not again:
        return "code_sent"
    if lives and link.code_at and now < link.code_at + CODE_AGAIN:
        raise Conflict("code_too_soon")
    mail_id = derived("decision_code", link.token_hash, str(link.version))
    mail = decision_mail(file, "decision_code", link.party_id, link.delegate or link.name, link.email, link.language,
                         mail_id, now, {"document_id": document.id, "gross_cents": document.gross_cents or 0})
    coded = replace(link, code_hash=digest(f"{link.token_hash}:{code_of(office, mail_id)}"), code_at=now,
                    code_tries=link.code_tries if lives else 0)
    try:
        office.books.commit(Change(changed=(coded,), mails=(mail,)))
    except Outdated:
        return "code_sent"  # asked for twice at once
    office.queues.mails(office.agency.id, [mail_id])
    return "code_sent"


def wrong_code(office: Office, file: TicketFile, link: DecisionLink, document: Document, now: datetime) -> Outcome:
    """Five wrong codes lock the link, and the manager hears it (W-5)."""
    tried = replace(link, code_tries=link.code_tries + 1)
    change = Change(changed=(tried,))
    if tried.code_tries >= CODE_TRIES:
        tried = replace(tried, locked=True)
        act = Act("locked", document.id, derived(link.token_hash, "locked"), now, link.party_id)
        change = told(office, file, unmoved(file), act).plus(Change(changed=(tried,)))
    try:
        office.books.commit(change)
    except Outdated:
        return "code_wrong"
    office.queues.mails(office.agency.id, [m.id for m in change.mails])
    if tried.locked:
        raise Conflict("link_locked")
    return "code_wrong"
