"""« Modifier » is saved: what was typed, checked, merged with what others changed meanwhile (K-28, U-39, U-61)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.approval import decided_elsewhere
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.capacity import following
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.decision import Ruled, decided
from chalicelib.domain.decision import after as settled
from chalicelib.domain.decision_tasks import with_tasks
from chalicelib.domain.edit import Clash, edited, merged, shown
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.mail import Marker
from chalicelib.domain.ticket import Exchange, Ticket, turn
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.decision_news import electors_told
from chalicelib.usecases.follow_mandate import with_unit
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.people_of_unit import people_of_unit
from chalicelib.usecases.ports import Office
from chalicelib.usecases.ruling import change_of

MARKER = "edit_ticket"
TRIES = 3


class Clashing(Exception):
    """Somebody else changed the same fields: both values, for the person to choose."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(", ".join(c.field for c in clashes))
        self.clashes = clashes


@dataclass(frozen=True, slots=True)
class EditForm:
    """`before` is what the form was loaded with; `settled` says that the clashes were seen and decided."""

    nonce: str
    before: Mapping[str, str]
    typed: Mapping[str, str]
    reason: str = ""
    settled: bool = False


def edit_ticket(office: Office, user: User, number: int, form: EditForm, now: datetime) -> None:
    """Twice is once; nothing changed is nothing done. Raises NotFound, Invalid with every fault, Clashing,
    Conflict when the file keeps changing under our hands."""
    if done_before(office, MARKER, form.nonce, _content(form)):
        return
    for _ in range(TRIES):
        file = office.tickets.file(number)
        if file is None:
            raise NotFound("ticket")
        values, clashes = merged(file.ticket, form.before, form.typed)
        if clashes and not form.settled:
            raise Clashing(clashes)
        if not values:
            return
        try:
            change = _change(office, user, file, values, form, now)
            office.books.commit(change)
        except AlreadyDone:
            done_before(office, MARKER, form.nonce, _content(form))
            return
        except Outdated:
            continue  # a mail arrived meanwhile: our fields still hold, or clash
        office.queues.mails(office.agency.id, [m.id for m in change.mails])
        return
    raise Conflict("ticket_changed")


def _change(office: Office, user: User, file: TicketFile, values: dict[str, str], form: EditForm,
            now: datetime) -> Change:
    placed = _placed(office, file.ticket, values, now)
    after = edited(placed, values, form.reason, now)
    if after.state != "reported" and file.ticket.state == "reported" and not after.unit_id:
        raise Invalid(Fault("unit_id", "required"))
    after = replace(after, last_exchange=Exchange(user.name, "edited", now))
    after = after if turn(after) == turn(file.ticket) else replace(after, turn_since=now)
    entry = TimelineEntry(file.ticket.number, derived(form.nonce, "edited"), now, "edited", user.name,
                          _facts(file.ticket, after, form.reason))
    marker = Marker(MARKER, form.nonce, _content(form), now)
    ruled = _agreed(file, after, user.name, form.reason.strip(), now)
    here = settled(file, ruled)
    agreed = change_of(here, ruled).plus(_told(office, user, file, ruled, form.nonce, now))
    voters = _voters(office, user, file, here, form.nonce, now)
    saved = next((e for e in voters.changed if isinstance(e, Ticket)), ruled.ticket)
    others = tuple(e for e in voters.changed if not isinstance(e, Ticket))
    return agreed.plus(replace(voters, changed=others)).plus(Change(added=(entry,), changed=(saved,), marker=marker))


def _told(office: Office, user: User, file: TicketFile, ruled: Ruled, nonce: str, now: datetime) -> Change:
    """Those who decide hear of an agreement that a manager records in this way (D-10)."""
    if not ruled.documents:
        return Change()
    quote_id = ruled.documents[0].id
    return Change(mails=tuple(electors_told(office, file, ruled, quote_id, (), nonce, now,
                                            {"source": "own", "user": user.name})))


def _voters(office: Office, user: User, file: TicketFile, here: TicketFile, nonce: str, now: datetime) -> Change:
    """On another unit others decide: open votes follow in the same commit (D-11, E-M26)."""
    ticket = here.ticket
    if ticket.unit_id == file.ticket.unit_id or not ticket.is_open:
        return Change()
    people = people_of_unit(office, ticket.unit_id, paris_day(now))
    return with_unit(office, here, people, user.name, derived(nonce, "moved"), now) if people else Change()


def _content(form: EditForm) -> str:
    """What makes two forms the same one."""
    return derived(form.reason.strip(), *(f"{name}={text.strip()}" for name, text in sorted(form.typed.items())))


def _placed(office: Office, ticket: Ticket, values: Mapping[str, str], now: datetime) -> Ticket:
    """A file attached to a unit takes its people and its mandate; a tenant who reported it stays."""
    unit_id = values.get("unit_id", ticket.unit_id)
    if unit_id == ticket.unit_id:
        return ticket
    found = people_of_unit(office, unit_id, paris_day(now))
    if found is None:
        raise Invalid(Fault("unit_id", "unknown"))
    placed = replace(ticket, unit_id=unit_id, place=found.unit.place, owner=found.owner, owner_ids=found.owner_ids,
                     tenant=ticket.tenant or found.tenant, ceiling_cents=found.ceiling_cents)
    return following(placed, found.unable, now)


def _agreed(file: TicketFile, after: Ticket, who: str, reason: str, now: datetime) -> Ruled:
    """A manager who records the agreement says so of the current quote too; it is nobody's vote (D-10)."""
    quote = current_quote(after, file.documents)
    if after.state != "approved" or file.ticket.state == "approved" or quote is None or quote.status == "approved":
        return Ruled(after, (), (), ())
    here = replace(file, ticket=after)
    frozen = decided_elsewhere(file.approval(quote.id), "approved", who, now)
    facts: dict[str, str | int] = {"source": "own", **({"note": reason} if reason else {})}
    return with_tasks(here, decided(here, frozen, quote, "approved", now, who, facts), now)


def _facts(before: Ticket, after: Ticket, reason: str) -> dict[str, str | int]:
    """Each changed field with its value before and after, for those who ask later."""
    old, new = shown(before), shown(after)
    facts: dict[str, str | int] = {}
    for name in (n for n in new if new[n] != old[n]):
        facts[name], facts[f"{name}_before"] = new[name][:200], old[name][:200]
    if reason.strip():
        facts["reason"] = reason.strip()[:500]
    return facts
