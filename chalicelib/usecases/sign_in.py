"""Sign-in by mail link (W-3, W-7): the same answer whoever asks, one use, ten minutes, one browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.access_link import LINK_LIFE, SESSION_LIFE, Session, SignInLink, digest, usable
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.mail import OutgoingMail, SenderDay
from chalicelib.domain.party import normal_email
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MAILS_PER_HOUR = 5


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """The session and the secret its cookie carries; only the hash is stored."""

    session: Session
    secret: str


def request_link(office: Office, user: User, browser_hash: str, request_id: str, now: datetime) -> None:
    """Queue the mail with a fresh link. More than five an hour: nothing is sent, nobody is told.

    The mail's id follows from the request, so that a request announced twice is one mail.
    """
    known, counted = _count(office, user, now)
    if counted.acknowledgements > MAILS_PER_HOUR:
        return
    mail_id = derived("sign_in", request_id)
    change = new_link(office, user, _token(office, mail_id), browser_hash, now)
    mail = OutgoingMail(
        id=mail_id, purpose="sign_in", template="sign_in", language=user.language, to_email=user.email,
        to_name=user.name, created_at=now, not_before=now, facts={"user_id": user.id})
    counting = Change(changed=(counted,)) if known else Change(added=(counted,))
    try:
        office.books.commit(change.plus(counting).plus(Change(mails=(mail,))))
    except Outdated:
        return  # announced twice, or two requests at once: the other one's mail is on its way
    office.queues.mails(office.agency.id, [mail_id])


def new_link(office: Office, user: User, token: str, browser_hash: str, now: datetime) -> Change:
    """A link replaces the one before: only the newest works. Without a browser, it works in any."""
    before = office.access.link(user.id)
    link = SignInLink(user.id, digest(token), browser_hash, now)
    if before is None:
        return Change(added=(link,))
    return Change(changed=(replace(link, version=before.version),))


def link_address(office: Office, user: User, token: str) -> str:
    return _address(office, user.id, token)


def _address(office: Office, user_id: str, token: str) -> str:
    return f"{office.post.base_url}/connexion/{office.agency.id}.{user_id}.{token}"


def link_in(office: Office, mail: OutgoingMail) -> str:
    """The link a queued mail carries, made again when it leaves: the table never holds it (W-3)."""
    return _address(office, str(mail.facts["user_id"]), _token(office, mail.id))


def _token(office: Office, mail_id: str) -> str:
    return office.secrets.sign("sign_in", mail_id)


def open_session(office: Office, user_id: str, token: str, browser: str, now: datetime) -> OpenedSession:
    """Use a link. Raises NotAllowed for a wrong, old, used or foreign one: all look the same."""
    user = office.directory.user(user_id)
    link = office.access.link(user_id)
    if user is None or not user.active or link is None or not usable(link, token, browser, now):
        raise NotAllowed("link_not_usable")
    secret = f"{user.id}.{office.secrets.token()}"
    session = Session(digest(secret), user.id, user.name, user.email, user.role, user.language, now,
                      now + SESSION_LIFE)
    spent = replace(link, token_hash="", created_at=now - 2 * LINK_LIFE)
    try:
        office.books.commit(Change(added=(session,), changed=(spent,)))
    except Outdated as used:
        raise NotAllowed("link_not_usable") from used
    return OpenedSession(session, secret)


def close_session(office: Office, session: Session) -> None:
    office.books.commit(Change(removed=(session,)))


def _count(office: Office, user: User, now: datetime) -> tuple[bool, SenderDay]:
    """Whether this hour was counted before, and its count with this request."""
    name, day = normal_email(f"sign-in+{now:%Y-%m-%dT%H}+{user.email}"), now.date().isoformat()
    known = office.mailbox.recognise(name, day, "-", ()).sender_day
    counted = known or SenderDay(name, day)
    return known is not None, replace(counted, acknowledgements=counted.acknowledgements + 1)
