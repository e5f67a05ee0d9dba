"""No more sends than the account may do, over all workers: a place in the row is reserved in the table (M-101).

A worker reserves a small block of moments and waits for each; what it did not use in time is lost.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain import sending
from chalicelib.domain.sending import Limit, Quota, SendingAccount

PATIENCE = timedelta(seconds=8)  # longer waits are left to the sweep: five mails of a batch fit in one run
SEEN_FOR, TRUSTED_FOR = timedelta(seconds=60), timedelta(seconds=5)
TRIES = 12
_LOG = logging.getLogger(__name__)


class Book(Protocol):
    """Where the account is kept."""

    def read(self) -> SendingAccount | None: ...
    def save(self, account: SendingAccount, *, first: bool = False) -> bool: ...


class SharedPace:
    """This worker's place in the row. `ask` gives the provider's quota, or None when it cannot be had;
    `at_most` is our own ceiling in recipients a second."""

    def __init__(self, book: Book, ask: Callable[[], Quota | None], at_most: int, clock: Callable[[], datetime],
                 sleep: Callable[[float], Any] = time.sleep) -> None:
        self._book, self._ask, self._at_most = book, ask, at_most
        self._clock, self._sleep = clock, sleep
        self._starts: list[datetime] = []
        self._seen: tuple[datetime, SendingAccount | None] | None = None
        self._lock = threading.Lock()

    def slot(self) -> bool:
        """Wait for the moment of the next send. False: not now, mails stay where they are."""
        with self._lock:
            start = self._next()
        if start is None:
            return False
        wait = (start - self._clock()).total_seconds()
        if wait > 0:
            self._sleep(wait)
        return True

    def refused(self, limit: Limit) -> datetime:
        """The provider said that we are too fast, or at the end of the day's quota; until when all wait."""
        with self._lock:
            self._starts.clear()
            account = self._move(lambda a, now: sending.refused(a, limit, now))
        return account.closed_until or self._clock()

    def account(self) -> SendingAccount | None:
        """The account as it was within the last minute, for pages."""
        now = self._clock()
        if self._seen is None or not timedelta(0) <= now - self._seen[0] < SEEN_FOR:
            self._remember(self._book.read())
        return self._seen[1] if self._seen else None

    def closed(self) -> bool:
        """Whether nothing may leave for longer than anybody would wait."""
        account = self._recent()
        if account is None:
            account = self._book.read()
            self._remember(account)
        until = account.closed_until if account else None
        return until is not None and until > self._clock() + PATIENCE

    def pressed(self) -> bool:
        """Whether mails have had to wait lately, as far as this worker has seen."""
        return self._seen is not None and sending.under_pressure(self._seen[1], self._clock())

    def _next(self) -> datetime | None:
        now = self._clock()
        late = sending.spacing(self._seen[1]) if self._seen and self._seen[1] else timedelta(0)
        self._starts = [at for at in self._starts if at >= now - late]
        if not self._starts:
            self._starts = self._leased()
        return self._starts.pop(0) if self._starts else None

    def _leased(self) -> list[datetime]:
        """A short stop is waited for; behind a long row, or on a closed account, nothing is taken."""
        for turn in range(TRIES):
            account = (None if turn else self._recent()) or self._current()
            now = self._clock()
            if sending.stale(account, now):
                account = self._current()
            if sending.is_closed(account, now) and account.closed_until:
                wait = account.closed_until - now
                if wait > PATIENCE:
                    return []
                self._sleep(wait.total_seconds())
                continue
            if account.free_at and account.free_at - now > PATIENCE:
                return []
            taken = sending.lease(account, now)
            if self._book.save(taken.account):
                self._remember(replace(taken.account, version=taken.account.version + 1))
                return list(taken.starts)
        return []

    def _current(self) -> SendingAccount:
        """The account as it is, with the provider's figures when ours are old."""
        account = self._book.read()
        if account is None or sending.stale(account, self._clock()):
            fresh = sending.known(account or SendingAccount(), self._ask(), self._at_most, self._clock())
            self._book.save(fresh, first=account is None)
            account = self._book.read() or fresh
        self._remember(account)
        return account

    def _move(self, change: Callable[[SendingAccount, datetime], SendingAccount]) -> SendingAccount:
        account = SendingAccount()
        for _ in range(TRIES):
            account = change(self._current(), self._clock())
            if self._book.save(account):
                self._remember(replace(account, version=account.version + 1))
                return account
        _LOG.warning("the sending account moves too fast to be closed")
        return account

    def _recent(self) -> SendingAccount | None:
        """The account as this worker last saw it, if that was a moment ago: moving it fails when it is not so."""
        fresh = self._seen and timedelta(0) <= self._clock() - self._seen[0] < TRUSTED_FOR
        return self._seen[1] if self._seen and fresh else None

    def _remember(self, account: SendingAccount | None) -> None:
        self._seen = (self._clock(), account)
