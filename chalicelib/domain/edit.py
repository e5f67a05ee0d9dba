"""« Modifier »: what a manager may change on a works file by hand, and how two changes at once meet (K-27, K-28, U-61).

A field counts as changed when it differs from what the form showed. Somebody else's change of another
field stays; of the same field, it is a conflict that shows both values (E-M8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.money import NotAnAmount, parse_amount, typed_amount
from chalicelib.domain.ticket import MOVES, PRIORITIES, TEXT_LIMIT, TITLE_LIMIT, Contact, State, Ticket, moved

KEYS: tuple[Literal["none", "lent", "returned"], ...] = ("none", "lent", "returned")
FIELDS = ("title", "description", "amount", "priority", "state", "starts_on", "ends_on", "unit_id", "site_name",
          "site_phone", "keys")
_PATH = ("reported", "qualified", "quoting", "awaiting_approval", "approved", "in_progress", "works_done")


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed meanwhile: their value and ours."""

    field: str
    theirs: str
    ours: str


def shown(ticket: Ticket) -> dict[str, str]:
    """The fields of the form as text: dates year first, the amount as 1284,50."""
    site = ticket.site
    return {
        "title": ticket.title, "description": ticket.description,
        "amount": "" if ticket.amount_cents is None else typed_amount(ticket.amount_cents),
        "priority": ticket.priority, "state": ticket.state,
        "starts_on": ticket.starts_on.isoformat() if ticket.starts_on else "",
        "ends_on": ticket.ends_on.isoformat() if ticket.ends_on else "",
        "unit_id": ticket.unit_id, "site_name": site.name if site else "", "site_phone": site.phone if site else "",
        "keys": ticket.keys,
    }


def merged(ticket: Ticket, before: Mapping[str, str], typed: Mapping[str, str],
           ) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """The values to set, and the clashes. `before` is what the form was loaded with."""
    now = shown(ticket)
    mine = {name: typed[name].strip() for name in FIELDS
            if name in typed and _plain(typed[name]) != _plain(before.get(name, now[name]))}
    clashes = tuple(Clash(name, now[name], value) for name, value in mine.items()
                    if _plain(now[name]) != _plain(before.get(name, now[name])) and _plain(now[name]) != _plain(value))
    return {name: value for name, value in mine.items() if _plain(value) != _plain(now[name])}, clashes


def edited(ticket: Ticket, values: Mapping[str, str], reason: str, now: datetime) -> Ticket:
    """The ticket with these values. Raises Invalid with every fault."""
    faults: list[Fault] = []
    amount = _amount(values.get("amount", ""), faults) if "amount" in values else ticket.amount_cents
    starts = _day("starts_on", values, ticket.starts_on, faults)
    ends = _day("ends_on", values, ticket.ends_on, faults)
    if starts and ends and ends < starts and ("starts_on" in values or "ends_on" in values):
        faults.append(Fault("ends_on", "ends_before"))
    state = _state(ticket, values, reason, faults)
    priority = next((p for p in PRIORITIES if p == values.get("priority", ticket.priority)), None)
    keys = next((k for k in KEYS if k == values.get("keys", ticket.keys)), None)
    _texts(values, faults)
    faults += [Fault(name, "unknown") for name, found in (("priority", priority), ("keys", keys)) if found is None]
    if faults or priority is None or keys is None:
        raise Invalid(*faults)
    changed = replace(
        ticket, title=values.get("title", ticket.title), description=values.get("description", ticket.description),
        amount_cents=amount, priority=priority, keys=keys, starts_on=starts, ends_on=ends, site=_site(ticket, values))
    return moved(changed, state, now)


def abnormal(ticket: Ticket, state: str) -> bool:
    """A move backwards, or over a step where somebody agrees: it needs a reason (U-61)."""
    here = ticket.state
    if here not in _PATH or state not in _PATH:
        return True
    return _PATH.index(state) < _PATH.index(here) or state == "approved"


def _state(ticket: Ticket, values: Mapping[str, str], reason: str, faults: list[Fault]) -> State:
    """The state asked for: one the table allows from here, with a reason when it is not the usual way."""
    wanted = next((s for s in MOVES if s == values.get("state", ticket.state)), None)
    if wanted is None or (wanted != ticket.state and wanted not in choices(ticket)):
        faults.append(Fault("state", "move_not_allowed"))
        return ticket.state
    if wanted != ticket.state and abnormal(ticket, wanted) and not reason.strip():
        faults.append(Fault("reason", "reason_needed"))
    return wanted


def choices(ticket: Ticket) -> tuple[State, ...]:
    """Where « Statut » may lead by hand (D-21). Closing and cancelling have forms of their own."""
    if ticket.order_leaves_at:  # the order moves it when it leaves, or is taken back first
        return (ticket.state,)
    allowed = (s for s in MOVES if s in MOVES[ticket.state] and s not in ("closed", "cancelled"))
    return (ticket.state, *allowed)


def _texts(values: Mapping[str, str], faults: list[Fault]) -> None:
    for name, limit in (("title", TITLE_LIMIT), ("description", TEXT_LIMIT), ("site_name", 200), ("site_phone", 40)):
        if len(values.get(name, "")) > limit:
            faults.append(Fault(name, "too_long"))
    if "title" in values and not values["title"]:
        faults.append(Fault("title", "required"))


def _amount(text: str, faults: list[Fault]) -> int | None:
    if not text:
        return None
    try:
        cents = parse_amount(text)
    except NotAnAmount:
        faults.append(Fault("amount", "not_an_amount"))
        return None
    if cents < 0:
        faults.append(Fault("amount", "negative"))
    return cents


def _day(name: str, values: Mapping[str, str], before: date | None, faults: list[Fault]) -> date | None:
    if name not in values:
        return before
    if not values[name]:
        return None
    try:
        return date.fromisoformat(values[name])
    except ValueError:
        faults.append(Fault(name, "not_a_date"))
        return None


def _site(ticket: Ticket, values: Mapping[str, str]) -> Contact | None:
    """The contact on site when it is not the tenant; emptied, it is the tenant again."""
    if "site_name" not in values and "site_phone" not in values:
        return ticket.site
    old = ticket.site or Contact("", "")
    name, phone = values.get("site_name", old.name), values.get("site_phone", old.phone)
    return Contact("", name, phone) if name or phone else None


def _plain(text: str) -> str:
    """Line endings differ between a form and the store; they are no change."""
    return text.replace("\r\n", "\n").strip()
