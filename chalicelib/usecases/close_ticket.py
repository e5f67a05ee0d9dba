"""« Fermer le ticket »: complete, or let go point by point, or forced with a reason (K-46, D-26, U-62)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.closing import checklist, closed
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import Exchange
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "close_ticket"


@dataclass(frozen=True, slots=True)
class CloseForm:
    """`waivers` maps a missing point to the reason it is let go; `reason` forces the closing. `version` is
    the ticket's as it was shown (-1: not checked)."""

    nonce: str
    version: int
    waivers: dict[str, str] = field(default_factory=dict)
    reason: str = ""


def close_ticket(office: Office, user: User, number: int, form: CloseForm, now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid, Conflict when the file changed since the list was shown."""
    said = derived(form.reason.strip(), *(f"{code}={why.strip()}" for code, why in sorted(form.waivers.items())))
    if done_before(office, MARKER, form.nonce, said):
        return
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    if form.version >= 0 and form.version != file.ticket.version:
        raise Conflict("ticket_changed")
    ticket = closed(file, form.waivers, form.reason, now)
    ticket = replace(ticket, last_exchange=Exchange(user.name, "closed", now))
    missing = [p.code for p in checklist(replace(file, ticket=ticket)) if p.missing]
    facts: dict[str, str | int] = {"state_before": file.ticket.state}
    facts |= {"missing": ", ".join(missing)} if missing else {}
    facts |= {"reason": form.reason.strip()[:500]} if form.reason.strip() else {}
    entry = TimelineEntry(number, derived(form.nonce, "closed"), now, "closed", user.name, facts)
    try:
        office.books.commit(Change(added=(entry,), changed=(ticket,), marker=Marker(MARKER, form.nonce, said, now)))
    except AlreadyDone:
        done_before(office, MARKER, form.nonce, said)
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
