"""Whether an address still takes our mails. A dead one is written to no more until a manager says so (I-7, M-83)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.delivery import DeliveryEvent, plain

OFTEN = 3
OFTEN_WITHIN = timedelta(days=7)
KEPT = 10


@dataclass(frozen=True, slots=True)
class AddressHealth:
    """`refused_since` is set by a permanent bounce or a complaint; `returns` are the latest temporary ones.

    `retried_at` is when a manager asked to try again: what happened before it counts no more.
    """

    email: str
    refused_since: datetime | None = None
    reason: str = ""
    diagnostic: str = ""
    returns: tuple[datetime, ...] = ()
    retried_at: datetime | None = None
    retried_by: str = ""
    version: int = 0


def heard(health: AddressHealth, event: DeliveryEvent) -> AddressHealth:
    """The address after an event; the same value when nothing is learnt."""
    if health.retried_at and event.at <= health.retried_at:
        return health
    if event.kind in ("bounced", "complained") and health.refused_since is None:
        return replace(health, refused_since=event.at, reason=event.reason, diagnostic=plain(event.diagnostic))
    if event.kind == "returned" and event.at not in health.returns:
        return replace(health, returns=tuple(sorted((*health.returns, event.at)))[-KEPT:])
    if event.kind == "delivered" and any(at <= event.at for at in health.returns):
        return replace(health, returns=tuple(at for at in health.returns if at > event.at))
    return health


def ails(health: AddressHealth) -> bool:
    """Three temporary refusals within a week, with no mail taken in between."""
    return len(health.returns) >= OFTEN and health.returns[-1] - health.returns[-OFTEN] <= OFTEN_WITHIN


def refuses(health: AddressHealth | None, purpose: str) -> bool:
    """Nothing is written to a refused address, but for the sign-in link its own holder asks for after having
    called one of our mails unwanted."""
    if health is None or health.refused_since is None:
        return False
    return not (purpose == "sign_in" and health.reason == "complained")


def retried(health: AddressHealth, who: str, now: datetime) -> AddressHealth:
    """A manager says the address works again: written to once more, and what was counted is forgotten."""
    return replace(health, refused_since=None, reason="", diagnostic="", returns=(), retried_at=now, retried_by=who)
