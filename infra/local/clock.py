"""The clock: runs the product's schedules, every minute and on demand as of any moment."""

from __future__ import annotations

import os
import threading
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from .lambda_events import EVERY_MINUTE, invoke, schedule_event, scheduled
from .pump import pending


class Clock:
    """A sweep at once, which sends on what was queued before the last stop, then one every minute."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds or float(os.environ.get("SWEEP_SECONDS", "60"))
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self._run, name="clock", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def tick(self, at: datetime, patience: float = 10.0) -> dict[str, Any]:
        """Run every scheduled function as of `at`, then wait until the queues they filled are empty."""
        done = {name: self._call(name, at) for name in scheduled()}
        return {"at": at.astimezone(UTC).isoformat(), "ran": done, "still_queued": _drained(patience)}

    def _call(self, name: str, at: datetime) -> Any:
        with self._one_at_a_time:
            try:
                return {"ok": True, "result": invoke(name, schedule_event(name, at))}
            except Exception as error:
                traceback.print_exc()
                return {"ok": False, "error": f"{type(error).__name__}: {error}"}

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._call(EVERY_MINUTE, datetime.now(UTC))
            self._stopping.wait(self._seconds)


def _drained(patience: float) -> int:
    """Wait until the queues are empty; returns what is left in them."""
    deadline = time.monotonic() + patience
    while (left := pending()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left
