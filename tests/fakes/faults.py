"""Faults on demand: call number n fails before or after its effect, times out, or kills the process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

Mode = Literal["fail_before", "fail_after", "timeout_before", "timeout_after", "kill_before", "kill_after"]
T = TypeVar("T")


class Outage(Exception):
    """The service answered with an error of its own."""


class NoAnswer(Exception):
    """The service did not answer: nobody knows whether it acted."""


class Killed(BaseException):
    """The process stops here; nothing that follows runs, not even an except clause of ours."""


@dataclass
class Faults:
    """Counts every call; the one numbered `at` goes wrong in `mode`. `names` is the trace."""

    at: int = -1
    mode: Mode = "fail_before"
    count: int = 0
    names: list[str] = field(default_factory=list)
    fired: bool = False
    errors: dict[str, Callable[[bool], Exception]] = field(default_factory=dict)

    def around(self, name: str, run: Callable[[], T]) -> T:
        """Run one call, with the fault when it is its turn."""
        here, self.count = self.count, self.count + 1
        self.names.append(name)
        if here != self.at:
            return run()
        self.fired = True
        if self.mode.endswith("after"):
            run()
        if self.mode.startswith("kill"):
            raise Killed(name)
        timeout = self.mode.startswith("timeout")
        make = self.errors.get(name.split(".")[0])
        raise make(timeout) if make else (NoAnswer(name) if timeout else Outage(name))
