"""The account every mail leaves through: so many recipients a second, so many in any 24 hours (M-101, TRAP-2).

One entry serves all workers. A worker reserves a block of sends ahead by moving `free_at` on; the entry's
version decides who was first. Counts are recipients.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

Limit = Literal["", "rate", "day", "paused"]

READ_EVERY = timedelta(minutes=5)
PROBE_AFTER = timedelta(minutes=10)
LONGEST_BACKOFF = 60  # seconds
DAY = timedelta(hours=24)
BLOCK = timedelta(milliseconds=250)  # what one worker reserves ahead at most
IN_BLOCKS, LEFT_FREE = 5, 0.9  # from this rate on starts come in blocks and may be used a little late
CALM = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Quota:
    """What the provider says: recipients a second, recipients in any 24 hours (0: no such limit), used so far."""

    per_second: float
    day_limit: int
    day_used: int


@dataclass(frozen=True, slots=True)
class SendingAccount:
    """`day_used` is the provider's count at `read_at`, `leased` what was reserved since; `hours` counts our own
    sends by the hour, to tell when the day's quota frees. `closed_until` stops everybody."""

    per_minute: int = 60
    day_limit: int = 0
    day_used: int = 0
    leased: int = 0
    read_at: datetime | None = None
    free_at: datetime | None = None
    closed_until: datetime | None = None
    closed_by: Limit = ""
    refusals: int = 0
    hours: dict[str, int] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """The account after a reservation, and the moments at which its sends may start; none when it is closed."""

    account: SendingAccount
    starts: tuple[datetime, ...]


def stale(account: SendingAccount, now: datetime) -> bool:
    """Whether the provider must be asked again: every few minutes, and before a spent day is believed."""
    if account.read_at is None or now - account.read_at >= READ_EVERY:
        return not is_closed(account, now)
    return _spent(account) and not is_closed(account, now) and now > account.read_at + timedelta(seconds=30)


def known(account: SendingAccount, quota: Quota | None, at_most: int, now: datetime) -> SendingAccount:
    """The account with what the provider said; `at_most` is our own setting, per second. Without an answer the
    setting alone counts."""
    if quota is None:
        return replace(account, per_minute=at_most * 60, read_at=now)
    rate = min(float(at_most), quota.per_second)
    margin = 1.0 if rate < IN_BLOCKS else LEFT_FREE
    per_minute = max(1, int(rate * 60 * margin))
    return replace(account, per_minute=per_minute, day_limit=quota.day_limit, day_used=quota.day_used,
                   leased=0, read_at=now)


def is_closed(account: SendingAccount, now: datetime) -> bool:
    return account.closed_until is not None and now < account.closed_until


def lease(account: SendingAccount, now: datetime, wanted: int = 0) -> Lease:
    """Reserve the next sends: a quarter of a second's worth, at least one, never more than the day has left."""
    if is_closed(account, now):
        return Lease(account, ())
    if _spent(account):
        return Lease(replace(account, closed_until=now + PROBE_AFTER, closed_by="day"), ())
    interval = spacing(account)
    count = min(wanted or max(1, int(BLOCK / interval)), _left(account))
    start = max(now, account.free_at or now)
    starts = tuple(start + interval * n for n in range(count))
    calm = account.closed_until is None or now - account.closed_until > CALM
    taken = replace(
        account, free_at=start + interval * count, leased=account.leased + count, hours=_counted(account, now, count),
        refusals=0 if calm else account.refusals, closed_by="" if calm else account.closed_by)
    return Lease(taken, starts)


def spacing(account: SendingAccount) -> timedelta:
    """The time between two sends, rounded up."""
    return timedelta(microseconds=-(-60_000_000 // account.per_minute))


def refused(account: SendingAccount, limit: Limit, now: datetime) -> SendingAccount:
    """The provider refused a send: everybody waits, longer each time; a spent day is asked about again later."""
    if limit != "rate":
        return replace(account, closed_until=now + PROBE_AFTER, closed_by=limit, refusals=account.refusals + 1)
    wait = timedelta(seconds=min(LONGEST_BACKOFF, 2 ** min(account.refusals, 6)))
    until = max(now + wait, account.closed_until or now)
    return replace(account, closed_until=until, closed_by="rate", refusals=account.refusals + 1)


def is_paused(account: SendingAccount | None, now: datetime) -> bool:
    """Whether people should be told: mails wait for hours, not for a second."""
    return account is not None and account.closed_by in ("day", "paused") and is_closed(account, now)


def under_pressure(account: SendingAccount | None, now: datetime) -> bool:
    """Mails have had to wait lately: the oldest goes first, whichever was announced."""
    return account is not None and account.closed_until is not None and now - account.closed_until < CALM


def resumes_at(account: SendingAccount, now: datetime) -> datetime:
    """When sending may go on: our oldest send of the last 24 hours then leaves the count."""
    until = account.closed_until or now
    counted = sorted(datetime.fromisoformat(hour) for hour, count in account.hours.items() if count)
    frees = next((hour + DAY for hour in counted if hour + DAY > now), until)
    return max(until, frees) if account.closed_by == "day" else until


def _spent(account: SendingAccount) -> bool:
    return _left(account) <= 0


def _left(account: SendingAccount) -> int:
    return account.day_limit - account.day_used - account.leased if account.day_limit > 0 else 1_000_000


def _counted(account: SendingAccount, now: datetime, count: int) -> dict[str, int]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    kept = {name: n for name, n in account.hours.items() if datetime.fromisoformat(name) > hour - DAY}
    return kept | {hour.isoformat(): kept.get(hour.isoformat(), 0) + count}
