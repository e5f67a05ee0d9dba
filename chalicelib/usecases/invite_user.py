"""A manager invites somebody: the person, his way in and the invitation are one transaction (U-108)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import staff
from chalicelib.domain.agency import RegistryEntry, Touch, User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.letter import valid_email
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.party import normal_email
from chalicelib.domain.typed import Typed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only

MARKER = "invite_user"
FIELDS = ("name", "email", "role", "language")


def invite_user(office: Office, user: User, texts: Mapping[str, str], nonce: str, now: datetime) -> str:
    """The id of the new person. An address signs in to one agency only: a used one is refused without saying
    whose it is. Raises NotAllowed, Invalid with every fault, Conflict when the form invited somebody else."""
    managers_only(user)
    said = derived(*(f"{name}={texts.get(name, '').strip()}" for name in FIELDS))
    if done := done_before(office, MARKER, nonce, said):
        return done.result
    invited = _invited(office, user, texts, derived("user", office.agency.id, nonce), now)
    mail = invitation(invited, user, derived("invitation", invited.id), now)
    entry = RegistryEntry("login", invited.email, office.agency.id, invited.id)
    change = Change(added=(entry, invited), mails=(mail,), marker=Marker(MARKER, nonce, said, now, invited.id))
    try:
        office.books.commit(change)
    except AlreadyDone:
        stored = done_before(office, MARKER, nonce, said)
        return stored.result if stored else invited.id
    except Outdated as taken:
        raise Invalid(Fault("email", "address_used")) from taken
    office.queues.mails(office.agency.id, [mail.id])
    return invited.id


def invitation(invited: User, by: User, mail_id: str, now: datetime) -> OutgoingMail:
    """Says how to sign in; holds no secret, so that it may be forwarded, late or lost without harm."""
    return OutgoingMail(
        id=mail_id, purpose="invitation", template="invitation", language=invited.language, to_email=invited.email,
        to_name=invited.name, created_at=now, not_before=now, facts={"by": by.name, "role": invited.role})


def _invited(office: Office, user: User, texts: Mapping[str, str], user_id: str, now: datetime) -> User:
    typed = Typed(texts)
    blank = User(user_id, office.agency.id, "", normal_email(texts.get("email", "")))
    if not blank.email:
        typed.wrong("email", "required")
    elif not valid_email(blank.email):
        typed.wrong("email", "not_an_address")
    found = staff.described(blank, typed)
    if typed.faults:
        raise Invalid(*typed.faults)
    return replace(found, touched=Touch(user.name, now))
