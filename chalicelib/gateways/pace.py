"""No more sends a second than the account may do, counted in recipients (M-101, TRAP-1)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Pace:
    """Spaces sends evenly. `per_second` is this worker's share of the account's rate."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic,
                 sleep: Callable[[float], None] = time.sleep) -> None:
        self._interval = 1 / per_second
        self._clock, self._sleep = clock, sleep
        self._free_at = 0.0
        self._lock = threading.Lock()

    def wait(self, recipients: int = 1) -> None:
        """Return when the next send may leave; a mail to several counts for as many."""
        with self._lock:
            now = self._clock()
            start = max(now, self._free_at)
            self._free_at = start + self._interval * recipients
        if start > now:
            self._sleep(start - now)
