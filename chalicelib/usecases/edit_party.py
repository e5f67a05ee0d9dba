"""A manager changes a contact: his addresses lead to him at once, his open works files follow (U-67)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import address_book
from chalicelib.domain.agency import User
from chalicelib.domain.capacity_form import marked
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.contact_follow import matters
from chalicelib.domain.contact_form import described
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.domain.party import Party, normal_email
from chalicelib.domain.tie import Tie
from chalicelib.domain.typed import Typed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only


def edit_party(office: Office, user: User, party_id: str, texts: Mapping[str, str], version: int,
               now: datetime) -> None:
    """`version` is the person's as the form showed it. Twice is once. Raises NotFound, NotAllowed, Conflict,
    Invalid with every fault."""
    known, ties = _found(office, user, party_id)
    typed = Typed(texts)
    after = marked(known, described(known, typed), typed, user.name, now)
    if typed.faults:
        raise Invalid(*typed.faults)
    if replace(after, version=0) == replace(known, version=0):
        return
    if version != known.version:
        raise Conflict("contact_changed")
    _save(office, user, known, after, ties, now)


def confirm_address(office: Office, user: User, party_id: str, email: str, now: datetime) -> None:
    """An address in doubt becomes one of the person's own, after those he has. Raises NotFound, NotAllowed,
    Conflict."""
    known, ties = _found(office, user, party_id)
    email = normal_email(email)
    if email in known.emails:
        return
    if email not in known.unconfirmed:
        raise Conflict("contact_changed")
    rest = tuple(e for e in known.unconfirmed if e != email)
    _save(office, user, known, replace(known, emails=(*known.emails, email), unconfirmed=rest), ties, now)


def _found(office: Office, user: User, party_id: str) -> tuple[Party, list[Tie]]:
    found = office.directory.person(party_id)
    if found is None:
        raise NotFound("contact")
    managers_only(user)
    return found


def _save(office: Office, user: User, known: Party, after: Party, ties: list[Tie], now: datetime) -> None:
    held = office.directory.held(("address", e) for e in address_book.concerned(known, after))
    addresses = {ref[1]: entry for ref, entry in held.items()}
    entries = address_book.entries(known, after, addresses)
    job = _following(user, known, after, ties, now) if matters(known, after) else None
    change = Change(
        added=(*(e for e in entries if e.email not in addresses), *([job] if job else [])),
        changed=(after, *(e for e in entries if e.email in addresses)))
    try:
        office.books.commit(change)
    except Outdated as faster:
        raise Conflict("contact_changed") from faster
    if job:
        office.queues.jobs(office.agency.id, [job.id])


def _following(user: User, known: Party, after: Party, ties: list[Tie], now: datetime) -> Job | None:
    """What the files repeated until now, so that only that is replaced in them."""
    if not any(tie.kind == "ticket" for tie in ties):
        return None
    facts = {"party": known.id, "name": known.name, "phone": known.phone, "email": known.email}
    facts |= {"capacity": "1"} if known.can_decide != after.can_decide else {}
    return Job(derived("follow", known.id, str(known.version)), "follow", user.id, user.name, now, state="applying",
               facts=facts, due_at=now + STEP_WITHIN)
