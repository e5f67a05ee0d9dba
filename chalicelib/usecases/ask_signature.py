"""An emergency above the limit of the clause: the first of two managers signs, and asks another one (D-24).

The order itself is sent by the second, who signs by sending it.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import alerted
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office

MARKER = "ask_signature"


def ask_signature(office: Office, user: User, number: int, letter: Letter, now: datetime) -> None:
    """Twice is once. Raises NotFound, Conflict, Invalid: the reason is what the second one reads."""
    content = derived(letter.action, letter.mode, letter.ceiling, letter.reason)
    if done_before(office, MARKER, letter.nonce, content):
        return
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    direct = letter.mode == "direct"
    quote = None if direct else current_quote(file.ticket, file.documents)
    amount = letter.ceiling_cents if direct else quote.gross_cents if quote else None
    faults = [] if amount else [Fault("ceiling" if direct else "document", "required")]
    if not letter.reason.strip():
        faults.append(Fault("reason", "urgent_reason"))
    if faults or amount is None:
        raise Invalid(*faults)
    facts: dict[str, str | int] = {"document_id": quote.id if quote else "", "user_id": user.id,
                                   "reason": letter.reason.strip(), "gross_cents": amount}
    entry = TimelineEntry(number, derived(letter.nonce, "countersign"), now, "countersign_asked", user.name, facts)
    change = Change(added=(entry,), changed=(alerted(file.ticket, now, "countersign"),),
                    marker=Marker(MARKER, letter.nonce, content, now))
    try:
        office.books.commit(change)
    except AlreadyDone:
        return
    except Outdated as faster:
        raise Conflict("ticket_changed") from faster
