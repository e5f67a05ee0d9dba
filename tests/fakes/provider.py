"""A sending account with a rate, a rolling day and moods, on a clock of its own: what SES does to us (R-12, TRAP-2)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.outcomes import NotSent
from chalicelib.domain.sending import DAY, Quota


@dataclass
class Time:
    """Moves when somebody sleeps, or when the test says so."""

    now: datetime

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Provider:
    """Refuses what is too fast, beyond the day, or just now; `accepted` is what left, and when."""

    time: Time
    per_second: float = 1
    day_limit: int = 50_000
    moods: float = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    accepted: list[tuple[datetime, str, str]] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        now = self.time.now
        lately = sum(now - at < timedelta(seconds=1) for at, _, _ in self.accepted[-50:])
        if self._today() >= self.day_limit:
            raise self._refusal("day")
        if lately >= self.per_second or self.chance.random() < self.moods:
            raise self._refusal("rate")
        self.accepted.append((now, recipient, tags["mail"]))
        return f"0102-{len(self.accepted):06}"

    def quota(self) -> Quota:
        return Quota(self.per_second, self.day_limit, self._today())

    def _today(self) -> int:
        return sum(self.time.now - at < DAY for at, _, _ in self.accepted)

    def _refusal(self, limit: str) -> NotSent:
        self.refusals[limit] = self.refusals.get(limit, 0) + 1
        return NotSent("ThrottlingException", later=True, limit=limit)  # type: ignore[arg-type]
