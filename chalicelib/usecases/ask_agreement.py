"""A direct intervention outside the mandate becomes a request to the owners, voted like a quote (D-24).

The request is a paper: the document worker writes it, then it is put to the vote in the transaction that files it.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import MOVES
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.ask_paper import paper_job
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "ask_agreement"


def ask_agreement(office: Office, user: User, number: int, letter: Letter, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict (the state forbids it), Invalid."""
    content = derived(letter.party_id, letter.ceiling, letter.reason)
    if done_before(office, MARKER, letter.nonce, content):
        return
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    if file.ticket.state != "reported" and "awaiting_approval" not in (*MOVES[file.ticket.state], file.ticket.state):
        raise Conflict("action_not_possible", reason=file.ticket.state)
    faults = _faults(letter, owners=bool(file.ticket.owner_ids))
    if faults:
        raise Invalid(*faults)
    job = paper_job(user.name, "approval_request", number, f"{number} {letter.nonce}", now, party=letter.party_id,
                    ceiling=str(letter.ceiling_cents), reason=letter.reason.strip())
    entry = TimelineEntry(number, derived(letter.nonce, "agreement_asked"), now, "agreement_asked", user.name,
                          {"gross_cents": letter.ceiling_cents or 0, "reason": letter.reason.strip()})
    draft = file.draft(user.id, letter.action)
    marker = Marker(MARKER, letter.nonce, content, now)
    try:
        office.books.commit(Change(added=(job, entry), removed=(draft,) if draft else (), marker=marker))
    except AlreadyDone:
        return
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
    office.queues.jobs(office.agency.id, [job.id])


def _faults(letter: Letter, *, owners: bool) -> list[Fault]:
    faults = []
    if letter.ceiling.strip() and letter.ceiling_cents is None:
        faults.append(Fault("ceiling", "not_an_amount"))
    elif not letter.ceiling_cents or letter.ceiling_cents <= 0:
        faults.append(Fault("ceiling", "required"))
    if not letter.party_id:
        faults.append(Fault("recipient", "required"))
    if not owners:
        faults.append(Fault("ceiling", "no_owner"))
    return faults
