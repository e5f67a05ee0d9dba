"""The firms of a file that is cancelled: their missions end, and each that was asked or retained is told (E-M25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import assignment as mission
from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Assignment, runs
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict
from chalicelib.domain.party import Party
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.letters import render
from chalicelib.usecases.held_order import Dropped, all_dropped
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.ports import Office

LETTER = "works_cancelled"


def concerned(file: TicketFile) -> tuple[Assignment, ...]:
    """Firms that still count on this file: asked and not let go, or retained."""
    return tuple(a for a in file.assignments if runs(a) or a.state == "retained")


def unsent_order(office: Office, file: TicketFile, now: datetime) -> Dropped | None:
    """The order that goes with the file because it has not left; None when there is none, or it has. Raises Conflict
    when a worker has just taken one that waited."""
    if file.ticket.ordered_at is None:
        return None
    try:
        return all_dropped(office, file, now)
    except Conflict:
        if file.ticket.order_leaves_at:
            raise
        return None


@dataclass(frozen=True, slots=True)
class Concerned:
    """A firm that cancelling concerns: written to when it has an address, else to be called; `ordered` when it holds
    a work order."""

    name: str
    email: str
    ordered: bool


def firms_to_tell(office: Office, file: TicketFile, now: datetime) -> tuple[Concerned, ...]:
    """For the window that asks first."""
    try:
        drop = unsent_order(office, file, now)
    except Conflict:
        drop = None
    missions = concerned(drop.file if drop else file)
    return tuple(Concerned(p.name, p.email, each.state == "retained")
                 for each, p in zip(missions, _firms(office, missions), strict=True) if p)


def missions_ended(office: Office, user: User, file: TicketFile, cause: str, now: datetime) -> Change:
    """Every such mission ended, and a mail to each firm: no other firm's name or price, and whether the order it
    holds is withdrawn."""
    missions, whole = concerned(file), Change()
    for each, firm in zip(missions, _firms(office, missions), strict=True):
        whole = whole.plus(Change(changed=(mission.moved(each, "cancelled"),)))
        if firm and firm.email:
            whole = whole.plus(_letter(office, user, file, firm, each, cause, now))
    return whole


def _firms(office: Office, missions: Sequence[Assignment]) -> list[Party | None]:
    return list(office.directory.parties(*(a.party_id for a in missions))) if missions else []


def _letter(office: Office, user: User, file: TicketFile, firm: Party, ended: Assignment, cause: str,
            now: datetime) -> Change:
    known = file.conversation(firm.id)
    ordered = paris_day(ended.ordered_at or ended.asked_at) if ended.state == "retained" else None
    facts = {"ticket": file.ticket, "user": user, "agency": office.agency, "ordered_on": ordered}
    text = render(LETTER, known.language if known else firm.language, facts)
    wording = Wording(LETTER, text.subject, text.text)
    sent = letter_out(office, user, file, firm, firm.email, wording, derived(cause, LETTER, firm.id), now)
    return Change(added=sent.added, changed=sent.changed, mails=(sent.mail,))
